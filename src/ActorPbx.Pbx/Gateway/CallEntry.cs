using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Gateway;

/// <summary>Where an INVITE whose sender is known becomes a call.</summary>
public sealed class CallEntry(DomainDoors doors)
{
    /// <summary>Begins a call of a domain, or answers why there is none.</summary>
    /// <param name="invite">The INVITE; its 100 is sent.</param>
    /// <param name="domain">The virtual PBX that the number is dialled in.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="called">The number.</param>
    /// <param name="way">The way out, when it was decided before.</param>
    public void Begin(ServerTransaction invite, DomainProfile domain, CallOrigin caller, string called, RouteDecision.ToTrunk? way = null)
    {
        if (invite.Request.Contact is null)
        {
            // RFC 3261 §8.1.1.8: an INVITE bears exactly one Contact.
            invite.Respond(SipResponse.For(invite.Request, 400, "Contact Missing"));
            return;
        }

        if ((caller.Privacy & (Privacy.Critical | Privacy.Unknown)) == (Privacy.Critical | Privacy.Unknown))
        {
            // RFC 3323 §5: what must be kept back and cannot be is not sent at all.
            invite.Respond(SipResponse.For(invite.Request, 500, "Privacy Cannot Be Kept"));
            return;
        }

        if (doors.Find(domain.Name) is not { } door)
        {
            invite.Respond(SipResponse.For(invite.Request, 503));
            return;
        }

        var call = new CallId(SipIds.New());
        var port = new LegPort(door.Calls, call, LegId.Caller, default);
        invite.User = port;
        door.Calls.Tell(new NewCall(call, invite, port, domain, caller, called, way), ActorRefs.NoSender);
    }
}
