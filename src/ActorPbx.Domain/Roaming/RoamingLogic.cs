namespace ActorPbx.Domain.Roaming;

/// <summary>
/// Where a number rings whose phones may register at any branch: at the place of the latest new registration. A number with the right to several
/// devices keeps the others waiting, and they ring again when the latest is gone; one without it has them ended, as a new device replaces the old at home.
/// Only the home of the number decides this; what it hears twice or late changes nothing.
/// </summary>
public static class RoamingLogic
{
    /// <summary>A branch says that phones are registered there.</summary>
    /// <param name="state">What is known.</param>
    /// <param name="place">Where.</param>
    /// <param name="several">The number may have several devices.</param>
    public static Whereabouts Heard(Whereabouts state, GuestPlace place, bool several)
    {
        if (state.VerdictOf(place) == GuestVerdict.Ended || state.Places.Any(known => known.Node == place.Node && known.Serial >= place.Serial))
        {
            return state;
        }

        var others = Without(state, place);
        return several
            ? others with { Places = others.Places.Add(place), Ended = others.Ended.Remove(place.Node) }
            : EndAll(others) with { Places = [place], Ended = EndAll(others).Ended.Remove(place.Node) };
    }

    /// <summary>A branch says that no phone is registered there any longer.</summary>
    public static Whereabouts Gone(Whereabouts state, GuestPlace place) => Without(state, place);

    /// <summary>A phone registered anew at home.</summary>
    public static Whereabouts RegisteredAtHome(Whereabouts state, bool several) => several ? state with { BeforeHome = state.Places.Length } : EndAll(state);

    /// <summary>No phone is registered at home any longer: whoever waits elsewhere rings.</summary>
    public static Whereabouts LeftHome(Whereabouts state) => state with { BeforeHome = 0 };

    private static Whereabouts Without(Whereabouts state, GuestPlace place)
    {
        for (var i = 0; i < state.Places.Length; i++)
        {
            if (state.Places[i].Node == place.Node)
            {
                return state with { Places = state.Places.RemoveAt(i), BeforeHome = i < state.BeforeHome ? state.BeforeHome - 1 : state.BeforeHome };
            }
        }

        return state;
    }

    private static Whereabouts EndAll(Whereabouts state) => new(
        [], 0, state.Ended.SetItems(state.Places.Select(place => KeyValuePair.Create(place.Node, place.Serial))));
}
