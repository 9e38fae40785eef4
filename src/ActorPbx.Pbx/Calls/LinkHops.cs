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

    /// <summary>A node in place of one that is gone, be it one that was tried before. RFC 3261 §12.2.1.1: the route says which may be.</summary>
    public LinkHop? Instead(LinkHop gone) =>
        NameAddress.TryParse(request.Headers.Get(HeaderName.Route), out var route)
        && links.NextHop(route.Uri, request.CallId, gone) is { } other && other.Node != gone.Node && !links.IsGone(other) ? other : null;
}
