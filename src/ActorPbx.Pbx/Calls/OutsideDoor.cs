using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The door to the outside of one call, where calls cost money. The node of the calling extension counts its calls, and whoever has the trunk looks at the
/// number, for only there is it known in full; a call over a link brings along where its extension may call.
/// </summary>
internal sealed class OutsideDoor(NewCall setup, CallServices services)
{
    private ExtensionProfile? _counted;

    /// <summary>Whether the call may not leave by a trunk of this node.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="outward">The number that the trunk is given.</param>
    /// <param name="isFallBack">The number is one of another branch, dialled as the configuration says.</param>
    public bool Refuses(string trunk, string outward, bool isFallBack)
    {
        var route = setup.Domain.TrunkRoutes.FirstOrDefault(known => known.Trunk == trunk);
        var number = OutsideNumber.Of(route, setup.Called, outward, setup.Domain.NumberKinds);
        if (!isFallBack && Reach is { } reach && TollGuard.Judge(reach, number) is not TollRefusal.None and var refusal)
        {
            return Note(refusal, outward);
        }

        return IsTooMuch(number.Kind == TollKind.Emergency);
    }

    /// <summary>Whether the call may not leave by a trunk of headquarters, which looks at the number itself.</summary>
    public bool RefusesAtHeadquarters() => IsTooMuch(setup.Domain.NumberKinds.Emergency.Contains(setup.Called));

    /// <summary>The call is over.</summary>
    public void Close()
    {
        if (_counted is not null)
        {
            services.Tolls?.End(setup.Domain.Name, _counted.Number, setup.Id);
        }
    }

    // What comes in by a trunk does not go out by one: that is the routing's matter.
    private OutsideReach? Reach => setup.Caller switch
    {
        CallOrigin.Extension { Profile: var profile } => profile.Class.Outside.Reach,
        CallOrigin.Link link => link.Reach,
        _ => null,
    };

    private bool IsTooMuch(bool isEmergency)
    {
        if (setup.Caller is not CallOrigin.Extension { Profile: var profile } || services.Tolls is not { } tolls)
        {
            return false;
        }

        var refusal = tolls.TryBegin(setup.Domain.Name, profile.Number, profile.Class.Outside, isEmergency, setup.Id);
        if (refusal != TollRefusal.None)
        {
            return Note(refusal, setup.Called);
        }

        _counted = profile;
        return false;
    }

    private bool Note(TollRefusal refusal, string number)
    {
        var what = refusal is TollRefusal.AtOnce or TollRefusal.PerMinute or TollRefusal.PerDay ? "too-many-calls" : "refused-destination";
        services.Security?.Refused(what, setup.Invite.Flow.Remote.Address, setup.Caller.Number, $"{number}: {refusal}");
        return true;
    }
}
