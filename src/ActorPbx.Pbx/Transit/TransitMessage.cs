using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Transit;

/// <summary>A text message on its way to a branch: to its best node, then to the next ones as long as none can be reached, and once more to one that is back.</summary>
internal sealed class TransitMessage(SipProxy proxy, ServerTransaction message, ImmutableArray<LinkPeer> nodes) : ProxiedRequest(proxy, message)
{
    private readonly TransitHops _hops = new(nodes);

    protected override SipTarget? NextHop() => _hops.Next();

    protected override void OnSilence(SipTarget hop, bool isLost, bool wasHeard) => _hops.Miss(hop, isLost, wasHeard);

    // The sender's L-MSS tries another T-MSS, and keeps the message when none reaches the branch.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.NoRouteToDestination);
}
