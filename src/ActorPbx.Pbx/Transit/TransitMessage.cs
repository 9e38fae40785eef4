using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Transit;

/// <summary>A text message on its way to a branch: to its best node, then to the next ones as long as none can be reached.</summary>
internal sealed class TransitMessage(SipProxy proxy, ServerTransaction message, ImmutableArray<LinkPeer> hops) : ProxiedRequest(proxy, message)
{
    private int _next;

    protected override SipTarget? NextHop()
    {
        while (_next < hops.Length)
        {
            if (hops[_next++].Target is { } target)
            {
                return target;
            }
        }

        return null;
    }

    protected override void OnSilence(SipTarget hop, bool isLost) => hops[_next - 1].SuspectSilence();

    // The sender's L-MSS tries another T-MSS, and keeps the message when none reaches the branch.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination);
}
