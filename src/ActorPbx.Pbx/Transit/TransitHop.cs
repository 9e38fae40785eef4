using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Transit;

/// <summary>One node as a request's next hop: tried, perhaps lost, and perhaps back while the request still waits.</summary>
internal sealed class TransitHop(LinkPeer peer)
{
    private SipTarget? _tried;
    private long _lostAt = long.MaxValue;

    /// <summary>The node.</summary>
    public LinkPeer Peer => peer;

    /// <summary>Where the request is sent to it; null when it announced no address that this node may use.</summary>
    public SipTarget? Try()
    {
        _lostAt = long.MaxValue;
        return _tried = peer.Target;
    }

    /// <summary>Where to send it again: over a connection that the node made since, or to where it was lost if pings pass again; null while there is neither.</summary>
    public SipTarget? Again()
    {
        var isBack = (peer.Target?.PreferredFlow is { } flow && flow != _tried?.PreferredFlow) || peer.ArrivalOf(_lostAt) == Arrival.Proven;
        return isBack ? Try() : null;
    }

    /// <summary>Whether the request was sent there.</summary>
    public bool WasTriedAt(SipTarget target) => _tried?.EndPoint.Equals(target.EndPoint) == true;

    /// <summary>Nothing was heard of it.</summary>
    /// <param name="isLost">It was not reached, or its connection broke.</param>
    public void Miss(bool isLost)
    {
        if (isLost && _lostAt == long.MaxValue)
        {
            _lostAt = Environment.TickCount64;
        }

        peer.SuspectSilence();
        peer.Pinger.Tell(new PingNow());
    }
}
