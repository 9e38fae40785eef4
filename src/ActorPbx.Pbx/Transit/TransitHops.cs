using System.Collections.Immutable;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Transit;

/// <summary>The nodes that a request may go to: one after the other, and once all were tried whichever is back.</summary>
internal sealed class TransitHops(ImmutableArray<LinkPeer> nodes)
{
    private readonly TransitHop[] _hops = [.. nodes.Select(node => new TransitHop(node))];
    private int _next;
    private bool _isAgain;

    /// <summary>The node that was tried last; null before the first.</summary>
    public LinkPeer? Latest { get; private set; }

    /// <summary>Where to send the request now; null while there is nowhere.</summary>
    public SipTarget? Next()
    {
        while (_next < _hops.Length)
        {
            var hop = _hops[_next++];
            if (hop.Try() is { } target)
            {
                Latest = hop.Peer;
                return target;
            }
        }

        foreach (var hop in _hops)
        {
            if (hop.Again() is { } target)
            {
                (Latest, _isAgain) = (hop.Peer, true);
                return target;
            }
        }

        return null;
    }

    /// <summary>An INVITE that goes to a node which is back says so: what was lost may have arrived all the same.</summary>
    public void Prepare(SipRequest copy)
    {
        if (_isAgain && copy.Method == SipMethod.Invite)
        {
            copy.Headers.Set(LinkNames.TakesOver, "yes");
        }
    }

    /// <summary>Nothing more was heard of the node there.</summary>
    /// <param name="target">Where the request was sent.</param>
    /// <param name="isLost">It was not reached, or its connection broke.</param>
    /// <param name="wasHeard">It has the request, so nobody else gets it.</param>
    public void Miss(SipTarget target, bool isLost, bool wasHeard)
    {
        _next = wasHeard ? _hops.Length : _next;
        Array.Find(_hops, hop => hop.WasTriedAt(target))?.Miss(isLost);
    }
}
