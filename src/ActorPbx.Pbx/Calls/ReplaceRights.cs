using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Presence;
using ActorPbx.Sip.Dialogs;

namespace ActorPbx.Pbx.Calls;

/// <summary>Which leg an INVITE with Replaces means, and whether its sender may have that leg's place (RFC 3891 §3).</summary>
internal sealed class ReplaceRights(NewCall setup, CallServices services, CallLegs legs, CallTargets targets, Func<CallState> state)
{
    /// <summary>The leg whose dialogue is named, as its party knows it or as those see it who watch its number; null for none.</summary>
    public LegId? LegOf(ReplacesHeader replaces) =>
        legs.LegOf(new DialogName(replaces.CallId, replaces.ToTag, replaces.FromTag)) is { } leg ? leg
        : ShownDialog.NumberIn(replaces, setup.Id) is { } number ? LegOf(number)
        : null;

    /// <summary>By what right a party takes a leg's place: it is the same, or may watch the number. Never over a link: that node's own calls are its own.</summary>
    public ReplaceRight Of(LegId leg, CallOrigin by)
    {
        var call = state();
        var (number, _) = call.NumberOf(leg);
        return (call.KindOf(leg), by) switch
        {
            (PartyKind.Phone, CallOrigin.Extension extension) when extension.Number == number => ReplaceRight.SameParty,
            (PartyKind.Phone, CallOrigin.Extension extension) when MayWatch(extension.Profile.Class.Watching, number) => ReplaceRight.Watcher,
            (PartyKind.Trunk, CallOrigin.Trunk trunk) when TrunkOf(leg) == trunk.Profile.Name => ReplaceRight.SameParty,
            _ => ReplaceRight.None,
        };
    }

    private LegId? LegOf(string number)
    {
        var call = state();
        foreach (var device in call.Devices)
        {
            if (device.Number == number && (call.IsTalking(device.Id) || device.Phase is DevicePhase.Invited or DevicePhase.Answered))
            {
                return device.Id;
            }
        }

        return call.Parties.Caller == number && call.CallerSide.IsCaller ? LegId.Caller : null;
    }

    private bool MayWatch(WatchRights rights, string number) =>
        services.Routing.OriginOf(number) is { Profile.Class.Watching.Group: var group } && rights.Allow(group);

    private string? TrunkOf(LegId leg) => leg.IsCaller ? (setup.Caller as CallOrigin.Trunk)?.Profile.Name : targets.Of(leg) switch
    {
        LegTarget.Trunk trunk => trunk.Profile.Name,
        LegTarget.Met { Origin: CallOrigin.Trunk trunk } => trunk.Profile.Name,
        _ => null,
    };
}
