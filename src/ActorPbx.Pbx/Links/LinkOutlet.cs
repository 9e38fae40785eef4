using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Links;

/// <summary>The way out over node links through a SIP stack.</summary>
public sealed class LinkOutlet(NodeLinks links, SipStack stack) : ILinkOutlet
{
    private readonly LinkOptions _options = links.Options;

    /// <inheritdoc/>
    public string GroupRoute => _options.Names.GroupRoute;

    /// <inheritdoc/>
    public ImmutableArray<LinkHop> TrunkNodes(string call) => Hops(LinkChoice.Order(links.TrunkNodes, call));

    /// <inheritdoc/>
    public ImmutableArray<LinkHop> NodesOf(BranchName branch, string call) => Hops(LinkChoice.Order(links.NodesOf(branch), call));

    /// <inheritdoc/>
    public LinkHop? NextHop(SipUri nextHop, string call, LinkHop? instead = null)
    {
        if (!_options.Names.IsGroup(nextHop))
        {
            return links.Find(nextHop.Host) is { Target: not null } node ? HopOf(node) : null;
        }

        // A dialog outlives the draining of a T-MSS: who does not take new calls still carries the old ones, but will not for long.
        var ranked = from peer in links.TrunkNodes
                     where peer.Target is not null && (instead is null || peer.Node != instead.Node)
                     orderby LinkChoice.ClassOf(peer.Standing), peer.TakesCalls ? 0 : 1, LinkChoice.Draw(peer.Standing, call)
                     select peer;
        return ranked.FirstOrDefault() is { } best ? HopOf(best) : instead;
    }

    /// <inheritdoc/>
    public ClientTransaction Send(SipRequest request, LinkHop hop, IClientTransactionUser user)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return stack.Send(request, hop.Target, user);
    }

    /// <inheritdoc/>
    public void SendAck(SipRequest ack, LinkHop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        // What the transport says of it is not needed: the ping that follows tells.
        _ = stack.SendStateless(ack, hop.Target);
    }

    /// <inheritdoc/>
    public Arrival ArrivalOf(LinkHop hop, long sentAt) => PeerOf(hop)?.ArrivalOf(sentAt) ?? Arrival.Doubtful;

    /// <inheritdoc/>
    public bool IsGone(LinkHop hop) => PeerOf(hop) is not { Pulse.Misses: 0 };

    /// <inheritdoc/>
    public TimeSpan RoundTripOf(LinkHop hop) => PeerOf(hop)?.RoundTrip ?? TimeSpan.Zero;

    /// <inheritdoc/>
    public void Try(LinkHop hop) => PeerOf(hop)?.Pinger.Tell(new PingNow());

    /// <inheritdoc/>
    public void ReportSilence(LinkHop hop) => PeerOf(hop)?.SuspectSilence();

    /// <inheritdoc/>
    public string LocalAddressTowards(LinkHop hop)
    {
        ArgumentNullException.ThrowIfNull(hop);
        return stack.LocalAddress(hop.Target).ToString();
    }

    /// <inheritdoc/>
    public string ContactOf(string tag) => _options.Names.ContactOf(_options.Branch, _options.Node, tag);

    private LinkPeer? PeerOf(LinkHop hop) => links.Find(_options.Names.HostOf(hop.Branch, hop.Node));

    private static ImmutableArray<LinkHop> Hops(ImmutableArray<LinkPeer> peers) => [.. peers.Select(HopOf)];

    private static LinkHop HopOf(LinkPeer peer) => new(peer.Node, peer.Branch, peer.Target!);
}
