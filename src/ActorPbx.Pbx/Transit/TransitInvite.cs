using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Transit;

/// <summary>A new call on its way to a branch: to its best node, then to the next ones as long as none has answered at all.</summary>
internal sealed class TransitInvite(SipProxy proxy, ServerTransaction invite, ImmutableArray<LinkPeer> hops, BranchName branch) : ProxiedRequest(proxy, invite)
{
    private int _next;

    protected override SipTarget? NextHop()
    {
        while (_next < hops.Length)
        {
            if (_next > 0)
            {
                hops[_next - 1].Gauge.End(answered: false);
            }

            var hop = hops[_next++];
            hop.Gauge.Begin();
            if (hop.Target is { } target)
            {
                return target;
            }
        }

        return null;
    }

    protected override void Prepare(SipRequest copy) => VisitedBranches.Add(copy, branch);

    protected override TimeSpan RoundTripTo(SipTarget hop) => hops[_next - 1].RoundTrip;

    protected override void OnSilence(SipTarget hop, string why)
    {
        foreach (var peer in hops)
        {
            if (peer.Target?.EndPoint.Equals(hop.EndPoint) == true)
            {
                peer.SuspectSilence();
            }
        }
    }

    protected override void OnFinished(int status) => hops[_next - 1].Gauge.End(status is >= 200 and < 300);

    // Another T-MSS may reach the branch where this one does not: 503 says so, and the caller's L-MSS goes there.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.TemporaryFailure);
}

/// <summary>Anything but a new call: it goes to the one node that its Request-URI names.</summary>
internal sealed class TransitRequest(SipProxy proxy, ServerTransaction request, LinkPeer node) : ProxiedRequest(proxy, request)
{
    private bool _tried;

    protected override SipTarget? NextHop()
    {
        if (_tried)
        {
            return null;
        }

        _tried = true;
        return node.Target;
    }

    protected override void OnSilence(SipTarget hop, string why) => node.SuspectSilence();

    // As above; a re-INVITE or BYE finds its node through another T-MSS.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.TemporaryFailure);
}
