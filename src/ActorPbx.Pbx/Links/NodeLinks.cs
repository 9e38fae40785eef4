using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Links;

/// <summary>
/// Who is a node, made from the cluster's events by one actor and read on the transport's threads. A member stays in it while the bus is away; what it
/// announced as its links is all that is ever spoken to.
/// </summary>
public sealed class NodeLinks(LinkOptions options)
{
    private volatile LinkTable _table = LinkTable.Empty;

    /// <summary>How this node speaks with others.</summary>
    public LinkOptions Options => options;

    /// <summary>All other nodes.</summary>
    public IEnumerable<LinkPeer> Peers => _table.ByHost.Values;

    /// <summary>The nodes that this one sends calls to: an L-MSS to each T-MSS, a T-MSS to the nodes of branches as well.</summary>
    public IEnumerable<LinkPeer> Own => Peers.Where(peer => peer.IsTrunkNode || (options.Roles.HasFlag(NodeRoles.Trunk) && peer.IsLocalNode));

    /// <summary>The T-MSS nodes but this one.</summary>
    public ImmutableArray<LinkPeer> TrunkNodes => _table.TrunkNodes;

    /// <summary>The nodes that serve a branch, but this one.</summary>
    public ImmutableArray<LinkPeer> NodesOf(BranchName branch) => _table.ByBranch.GetValueOrDefault(branch, []);

    /// <summary>The node of this host name, or null.</summary>
    public LinkPeer? Find(string host) => _table.ByHost.GetValueOrDefault(host);

    /// <summary>The member that sent a request, or null when it is none's: by its certificate over TLS, else by the address that it announced.</summary>
    public LinkPeer? Identify(SipRequest request, SipFlow flow)
    {
        if (flow.Listener != LinkNames.Listener || !options.Transports.Contains(flow.Transport))
        {
            return null;
        }

        var peer = flow.Transport == SipTransport.Tls ? OfCertificate(flow) : OfAddress(request, flow);
        peer?.Hear(flow, Environment.TickCount64);
        return peer;
    }

    /// <summary>The cluster as it is. Members that this node lost sight of are not in it any longer.</summary>
    public void Apply(CurrentClusterState state)
    {
        _table = LinkTable.Of(state.Members.Where(IsOther).Select(PeerOf).ToList());
        foreach (var peer in Peers)
        {
            peer.IsReachable = !state.Unreachable.Any(member => member.Name == peer.Node);
        }
    }

    /// <summary>Something happened to a member.</summary>
    public void Apply(ClusterEvent happened)
    {
        switch (happened)
        {
            case ClusterEvent.MemberUp(var member):
                Put(member, true);
                break;
            case ClusterEvent.MemberChanged(var member):
                Put(member, null);
                break;
            case ClusterEvent.MemberLeft(var member):
                Put(member, null);
                break;
            case ClusterEvent.UnreachableMember(var member):
                Put(member, false);
                break;
            case ClusterEvent.ReachableMember(var member):
                Put(member, true);
                break;
            case ClusterEvent.MemberRemoved(var member, _):
                _table = _table.Without(options.Names.HostOf(member.Branch, member.Name));
                break;
            case ClusterEvent.BusLost or ClusterEvent.BusRestored:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened), happened, "An event that links do not know.");
        }
    }

    private void Put(Member member, bool? isReachable)
    {
        if (!IsOther(member))
        {
            return;
        }

        var known = Find(options.Names.HostOf(member.Branch, member.Name));
        if (known is not null && known.Member.Roles == member.Roles && known.Member.Links.AsSpan().SequenceEqual(member.Links.AsSpan()))
        {
            // The usual case, a heartbeat with another load: the table stays.
            known.Update(member, options);
        }
        else
        {
            known = PeerOf(member);
            _table = _table.With(known);
        }

        if (isReachable is { } heard)
        {
            known.IsReachable = heard;
        }
    }

    private bool IsOther(Member member) => member.Name != options.Node || member.Branch != options.Branch;

    private LinkPeer PeerOf(Member member)
    {
        var known = Find(options.Names.HostOf(member.Branch, member.Name));
        known?.Update(member, options);
        return known ?? new LinkPeer(member, options);
    }

    private LinkPeer? OfCertificate(SipFlow flow)
    {
        foreach (var name in flow.PeerNames)
        {
            if (Find(name) is { } peer)
            {
                return peer;
            }
        }

        return null;
    }

    // Several nodes may share an address: the sent-by says which one, and is believed only if that one announced the address.
    private LinkPeer? OfAddress(SipRequest request, SipFlow flow)
    {
        if (Find(request.TopVia.Host) is { } named)
        {
            return named.Announces(flow.Transport, flow.Remote) ? named : null;
        }

        return _table.ByAddress.GetValueOrDefault(LinkTable.KeyOf(flow.Transport, flow.Remote));
    }
}
