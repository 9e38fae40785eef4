using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// A call to a sips: address uses TLS on every hop or is not made (RFC 3261 §26.2.2), and rings only where sips: is spoken (RFC 5630): at phones that
/// registered such a contact, over trunks with such an address, over links with TLS.
/// </summary>
internal static class SipsRule
{
    /// <summary>The cause of a call for which no such way was found.</summary>
    private static readonly Cause NoSecureWay = Cause.IncompatibleDestination;

    /// <summary>RFC 5630 §6: the warning that goes with it.</summary>
    private const string SipsNotAllowed = "380 actorpbx \"SIPS Not Allowed\"";

    /// <summary>Takes the targets away that a call with this INVITE may not ring; false when none is left, and the call is told that.</summary>
    public static bool Leaves(SipRequest invite, ref ImmutableArray<LegTarget> targets, IActorRef call)
    {
        if (invite.RequestUri.IsSecure)
        {
            targets = targets.RemoveAll(target => !IsSecure(target));
        }

        if (targets.IsEmpty)
        {
            call.Tell(new CallInput.CalleeRefused(ResponseCode.Unavailable, NoSecureWay));
        }

        return !targets.IsEmpty;
    }

    /// <summary>RFC 3261 §12.1.1: whether the answers to a request that makes a dialog bear a sips: Contact.</summary>
    public static bool WantsSecureContact(SipRequest request, SipFlow flow)
    {
        if (flow.Transport != SipTransport.Tls)
        {
            return false;
        }

        var nearest = request.RecordRoutes.Count > 0 ? request.RecordRoutes[0].Uri : request.Contact?.Uri;
        return request.RequestUri.IsSecure || nearest is { IsSecure: true };
    }

    /// <summary>Says in a refusal that the way lacked security, not the phone.</summary>
    public static void Explain(SipResponse refusal, SipRequest invite, Cause cause)
    {
        if (invite.RequestUri.IsSecure && cause == NoSecureWay && refusal.StatusCode == ResponseCode.Unavailable.Value)
        {
            refusal.Headers.Add(HeaderName.Warning, SipsNotAllowed);
        }
    }

    private static bool IsSecure(LegTarget target) => target switch
    {
        LegTarget.Phone phone => SipUri.TryParse(phone.Binding.Contact, out var contact) && contact.IsSecure,
        LegTarget.Trunk trunk => trunk.RequestUri.IsSecure && trunk.Peer.Transport == SipTransport.Tls,
        LegTarget.Link link => link.Nodes.All(node => node.Target.Transport == SipTransport.Tls),
        _ => false,
    };
}
