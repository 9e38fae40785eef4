using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Links;

/// <summary>One state of <see cref="NodeLinks"/>: the other nodes by host name, by branch and by address. Immutable; made anew when a member comes, goes or moves.</summary>
internal sealed class LinkTable
{
    private LinkTable(IEnumerable<LinkPeer> peers)
    {
        ByHost = peers.ToDictionary(peer => peer.Host, StringComparer.OrdinalIgnoreCase);
        TrunkNodes = [.. ByHost.Values.Where(peer => peer.IsTrunkNode).OrderBy(peer => peer.Host, StringComparer.Ordinal)];
        ByBranch = ByHost.Values.Where(peer => peer.IsLocalNode).GroupBy(peer => peer.Branch)
            .ToDictionary(nodes => nodes.Key, nodes => nodes.OrderBy(peer => peer.Host, StringComparer.Ordinal).ToImmutableArray());
        ByAddress = Addresses(ByHost.Values);
    }

    /// <summary>Nobody.</summary>
    public static LinkTable Empty { get; } = new([]);

    public IReadOnlyDictionary<string, LinkPeer> ByHost { get; }

    public IReadOnlyDictionary<BranchName, ImmutableArray<LinkPeer>> ByBranch { get; }

    public ImmutableArray<LinkPeer> TrunkNodes { get; }

    /// <summary>By <see cref="KeyOf"/>; an address that several nodes announce is nobody's.</summary>
    public IReadOnlyDictionary<(SipTransport, IPAddress, int), LinkPeer> ByAddress { get; }

    /// <summary>What a message's source is found by: over TCP the port is the connection's, not the node's.</summary>
    public static (SipTransport Transport, IPAddress Address, int Port) KeyOf(SipTransport transport, IPEndPoint source) =>
        (transport, source.Address, transport == SipTransport.Udp ? source.Port : 0);

    public static LinkTable Of(IEnumerable<LinkPeer> peers) => new(peers);

    public LinkTable With(LinkPeer peer) => new(ByHost.Values.Where(known => known.Host != peer.Host).Append(peer));

    public LinkTable Without(string host) => new(ByHost.Values.Where(known => known.Host != host));

    private static Dictionary<(SipTransport, IPAddress, int), LinkPeer> Addresses(IEnumerable<LinkPeer> peers)
    {
        var entries = from peer in peers
                      from link in peer.Member.Links
                      where link.Transport is "udp" or "tcp" && IPAddress.TryParse(link.Address, out _)
                      let transport = link.Transport == "udp" ? SipTransport.Udp : SipTransport.Tcp
                      group peer by KeyOf(transport, new IPEndPoint(IPAddress.Parse(link.Address), link.Port)) into sharing
                      where sharing.Count() == 1
                      select (sharing.Key, Peer: sharing.Single());
        return entries.ToDictionary(entry => entry.Key, entry => entry.Peer);
    }
}
