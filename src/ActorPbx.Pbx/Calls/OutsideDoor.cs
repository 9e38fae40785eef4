using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The door to the outside of one call, where calls cost money. The node of the calling extension counts its calls, and whoever has the trunk looks at the
/// number, for only there is it known in full; a call over a link brings along where its extension may call.
/// </summary>
internal sealed class OutsideDoor(NewCall setup, CallServices services)
{
    private ImmutableArray<(ExtensionNumber Number, CallId As)> _counted = [];

    /// <summary>Whether the call may not leave by a trunk of this node.</summary>
    /// <param name="payer">By whose rights it goes: the caller, or who sent it on.</param>
    /// <param name="called">The number that it is to.</param>
    /// <param name="trunk">The trunk.</param>
    /// <param name="outward">The number that the trunk is given.</param>
    /// <param name="isFallBack">The number is one of another branch, dialled as the configuration says.</param>
    public bool Refuses(CallOrigin payer, string called, string trunk, string outward, bool isFallBack)
    {
        var route = setup.Domain.TrunkRoutes.FirstOrDefault(known => known.Trunk == trunk);
        var number = OutsideNumber.Of(route, called, outward, setup.Domain.NumberKinds);
        if (!isFallBack && ReachOf(payer) is { } reach && TollGuard.Judge(reach, number) is not TollRefusal.None and var refusal)
        {
            return Note(payer, refusal, outward);
        }

        return IsTooMuch(payer, called, number.Kind == TollKind.Emergency);
    }

    /// <summary>Whether the call may not leave by a trunk of headquarters, which looks at the number itself.</summary>
    public bool RefusesAtHeadquarters(CallOrigin payer, string called) => IsTooMuch(payer, called, setup.Domain.NumberKinds.Emergency.Contains(called));

    /// <summary>The call is over.</summary>
    public void Close()
    {
        foreach (var (number, name) in _counted)
        {
            services.Tolls?.End(setup.Domain.Name, number, name);
        }
    }

    /// <summary>What was counted here goes on in another call.</summary>
    public ImmutableArray<(ExtensionNumber Number, CallId As)> Give()
    {
        var counted = _counted;
        _counted = [];
        return counted;
    }

    /// <summary>What was counted in another call goes on here.</summary>
    public void Take(ImmutableArray<(ExtensionNumber Number, CallId As)> counted) => _counted = _counted.AddRange(counted);

    // What comes in by a trunk does not go out by one: that is the routing's matter.
    private static OutsideReach? ReachOf(CallOrigin payer) => payer switch
    {
        CallOrigin.Extension { Profile: var profile } => profile.Class.Outside.Reach,
        CallOrigin.Link link => link.Reach,
        _ => null,
    };

    private bool IsTooMuch(CallOrigin payer, string called, bool isEmergency)
    {
        if (payer is not CallOrigin.Extension { Profile: var profile } || services.Tolls is not { } tolls)
        {
            return false;
        }

        var refusal = tolls.TryBegin(setup.Domain.Name, profile.Number, profile.Class.Outside, isEmergency, setup.Id);
        if (refusal != TollRefusal.None)
        {
            return Note(payer, refusal, called);
        }

        _counted = _counted.Add((profile.Number, setup.Id));
        return false;
    }

    private bool Note(CallOrigin payer, TollRefusal refusal, string number)
    {
        var what = refusal is TollRefusal.AtOnce or TollRefusal.PerMinute or TollRefusal.PerDay ? "too-many-calls" : "refused-destination";
        services.Security?.Refused(what, setup.Invite.Flow.Remote.Address, payer.Number, $"{number}: {refusal}");
        return true;
    }
}
