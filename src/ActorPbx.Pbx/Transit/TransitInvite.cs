using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Proxying;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Transit;

/// <summary>A new call on its way to a branch: to its best node, then to the next ones as long as none has answered at all, and once more to one that is back.</summary>
internal sealed class TransitInvite(SipProxy proxy, ServerTransaction invite, ImmutableArray<LinkPeer> nodes, BranchName branch) : ProxiedRequest(proxy, invite)
{
    private readonly TransitHops _hops = new(nodes);

    protected override SipTarget? NextHop()
    {
        var before = _hops.Latest;
        var target = _hops.Next();
        if (target is not null)
        {
            before?.Gauge.End(answered: false);
            _hops.Latest!.Gauge.Begin();
        }

        return target;
    }

    protected override void Prepare(SipRequest copy)
    {
        VisitedBranches.Add(copy, branch);
        _hops.Prepare(copy);
    }

    protected override TimeSpan RoundTripTo(SipTarget hop) => _hops.Latest!.RoundTrip;

    protected override void OnSilence(SipTarget hop, bool isLost, bool wasHeard) => _hops.Miss(hop, isLost, wasHeard);

    protected override void OnFinished(int status) => _hops.Latest?.Gauge.End(status is >= 200 and < 300);

    // Another T-MSS may reach the branch where this one does not: 503 says so, and the caller's L-MSS goes there.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.TemporaryFailure);
}

/// <summary>Anything but a new call: it goes to the one node that its Request-URI names.</summary>
internal sealed class TransitRequest(SipProxy proxy, ServerTransaction request, LinkPeer node) : ProxiedRequest(proxy, request)
{
    // A line that lost the same packet four times over is silent so long, and the L-MSS has nobody else to ask but the other T-MSS of the same line.
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromSeconds(8);

    private readonly TransitHops _hops = new([node]);

    protected override TimeSpan LongestSilence => s_longestSilence;

    protected override SipTarget? NextHop() => _hops.Next();

    protected override void Prepare(SipRequest copy) => _hops.Prepare(copy);

    protected override void OnSilence(SipTarget hop, bool isLost, bool wasHeard) => _hops.Miss(hop, isLost, wasHeard);

    // As above; a re-INVITE or BYE finds its node through another T-MSS.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.TemporaryFailure);
}
