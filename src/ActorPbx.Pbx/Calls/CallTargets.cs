using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>What the legs of a call are to reach, in their order, and the INVITEs that go there. A host name is looked up first; the answer comes to the call's mailbox.</summary>
internal sealed class CallTargets(NewCall setup, CallServices services, CallLegs legs, IActorRef call)
{
    private ImmutableArray<LegTarget> _targets = [];

    /// <summary>How many there are.</summary>
    public int Count => _targets.Length;

    /// <summary>What a leg is to reach.</summary>
    public LegTarget Of(LegId leg) => _targets[leg.Value - 1];

    /// <summary>More of them were found.</summary>
    public void Add(ImmutableArray<LegTarget> found)
    {
        _targets = _targets.AddRange(found);
        legs.AddDevices(_targets.Length);
    }

    /// <summary>Sends a leg's INVITE; null when that has begun, else what the call hears of it at once.</summary>
    public CallInput? Invite(LegId leg, CallState state)
    {
        var target = Of(leg);
        var known = CallLegs.TargetOf(target);
        if (known is not null || target is not LegTarget.Phone { Binding: var device })
        {
            return Invite(leg, known, state);
        }

        var id = setup.Id;
        DeviceRoute.LookUpAsync(services.Outlet, device)
            .PipeTo(call, success: found => new DeviceResolved(id, leg, found), failure: _ => new DeviceResolved(id, leg, null));
        return null;
    }

    /// <summary>Who a leg's party is, for one that it is to talk with.</summary>
    private CallOrigin PartyOf(LegId leg, CallState state)
    {
        if (leg.IsCaller)
        {
            return setup.Caller;
        }

        var number = state.NumberOf(leg).Number;
        return services.Routing.OriginOf(number) as CallOrigin ?? new CallOrigin.Reached(number, state.KindOf(leg));
    }

    /// <summary>The same, now that its address was looked up.</summary>
    public CallInput? Invite(LegId leg, SipTarget? address, CallState state)
    {
        var transfer = state.Transfer is { } pending && pending.Has(leg) ? pending : null;
        var caller = transfer is null ? setup.Caller : PartyOf(transfer.Stays, state);
        var sender = transfer?.Number ?? (state.Steps is [.., { By: var by }] ? by : null);
        var payer = sender is null ? setup.Caller : services.Routing.OriginOf(sender) as CallOrigin ?? new CallOrigin.Reached(sender, PartyKind.Trunk);
        var shown = new CallShown(state.Parties.Domain.Value, caller, state.NumberOf(leg).Number, state.Parties.Called, transfer is null ? state.Steps : [])
        {
            Payer = payer,
            ReferredBy = transfer?.Number ?? "",
            Offers = transfer is null,
        };
        return legs.Invite(leg, Of(leg), address, shown) ? null : new CallInput.DeviceUnreachable(leg);
    }
}
