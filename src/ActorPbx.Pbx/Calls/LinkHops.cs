using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>The nodes that a request may go through, asked for one after the other.</summary>
/// <param name="request">The request.</param>
/// <param name="links">Who knows how the nodes are.</param>
/// <param name="hops">The nodes to try, best first.</param>
internal sealed class LinkHops(SipRequest request, ILinkOutlet links, IEnumerable<LinkHop> hops)
{
    private readonly IEnumerator<LinkHop> _hops = hops.GetEnumerator();

    /// <summary>The next one; null when all were asked for.</summary>
    public LinkHop? Next() => _hops.MoveNext() ? _hops.Current : null;

    /// <summary>The best node of the route once it has answered a ping of later than this time; null while it has not, and then it is asked to.</summary>
    /// <param name="since">When all were lost, in milliseconds of the system's clock.</param>
    public LinkHop? Returned(long since)
    {
        if (!NameAddress.TryParse(request.Headers.Get(HeaderName.Route), out var route) || links.NextHop(route.Uri, request.CallId) is not { } hop)
        {
            return null;
        }

        if (links.ArrivalOf(hop, since) == Arrival.Proven)
        {
            return hop;
        }

        links.Try(hop);
        return null;
    }

    /// <summary>A node to take a copy over whose own is gone, where no other copy has a chance. Without another node it is waited for: it may have been late only.</summary>
    /// <param name="copy">The copy.</param>
    /// <param name="living">All that may be answered.</param>
    public LinkHop? InPlaceOf(LinkAttempt copy, LinkAttempt[] living) =>
        links.IsGone(copy.Hop) && living.All(other => links.IsGone(other.Hop)) ? Instead(copy.Hop) : null;

    /// <summary>A node in place of one that is gone, be it one that was tried before. RFC 3261 §12.2.1.1: the route says which may be.</summary>
    public LinkHop? Instead(LinkHop gone) =>
        NameAddress.TryParse(request.Headers.Get(HeaderName.Route), out var route)
        && links.NextHop(route.Uri, request.CallId, gone) is { } other && other.Node != gone.Node && !links.IsGone(other) ? other : null;
}
