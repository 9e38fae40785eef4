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
    private readonly TransitHop[] _hops = [.. nodes.Select(node => new TransitHop(node))];
    private int _next;
    private TransitHop? _latest;
    private bool _isAgain;

    protected override SipTarget? NextHop()
    {
        while (_next < _hops.Length)
        {
            if (Begin(_hops[_next++]).Try() is { } target)
            {
                return target;
            }
        }

        foreach (var hop in _hops)
        {
            if (hop.Again() is { } target)
            {
                _isAgain = true;
                Begin(hop);
                return target;
            }
        }

        return null;
    }

    protected override void Prepare(SipRequest copy)
    {
        VisitedBranches.Add(copy, branch);
        if (_isAgain)
        {
            // What was lost may have arrived all the same.
            copy.Headers.Set(LinkNames.TakesOver, "yes");
        }
    }

    protected override TimeSpan RoundTripTo(SipTarget hop) => _latest!.Peer.RoundTrip;

    protected override void OnSilence(SipTarget hop, bool isLost) =>
        Array.Find(_hops, each => each.Peer.Target?.EndPoint.Equals(hop.EndPoint) == true)?.Miss(isLost);

    protected override void OnFinished(int status) => _latest!.Peer.Gauge.End(status is >= 200 and < 300);

    // Another T-MSS may reach the branch where this one does not: 503 says so, and the caller's L-MSS goes there.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.TemporaryFailure);

    private TransitHop Begin(TransitHop hop)
    {
        _latest?.Peer.Gauge.End(answered: false);
        _latest = hop;
        hop.Peer.Gauge.Begin();
        return hop;
    }
}

/// <summary>Anything but a new call: it goes to the one node that its Request-URI names.</summary>
internal sealed class TransitRequest(SipProxy proxy, ServerTransaction request, LinkPeer node) : ProxiedRequest(proxy, request)
{
    private readonly TransitHop _hop = new(node);
    private bool _isTried;
    private bool _isAgain;

    protected override SipTarget? NextHop()
    {
        if (_isTried)
        {
            _isAgain = true;
            return _hop.Again();
        }

        _isTried = true;
        return _hop.Try();
    }

    protected override void Prepare(SipRequest copy)
    {
        if (_isAgain && copy.Method == SipMethod.Invite)
        {
            copy.Headers.Set(LinkNames.TakesOver, "yes");
        }
    }

    protected override void OnSilence(SipTarget hop, bool isLost) => _hop.Miss(isLost);

    // As above; a re-INVITE or BYE finds its node through another T-MSS.
    protected override SipResponse NobodyAnswered(bool timedOut) =>
        TransitProxy.Refusal(Received.Request, ResponseCode.ServiceUnavailable, Cause.TemporaryFailure);
}
