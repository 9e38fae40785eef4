using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Links;

/// <summary>Tell how the links stand; answered by <see cref="LinksDescribed"/>.</summary>
public sealed record DescribeLinks;

/// <summary>How a link stands, for an operator.</summary>
public sealed record LinkView(
    NodeName Node, BranchName Branch, NodeRoles Roles, LinkHealth Health, bool IsReachable, NodeLoad Load, string Target, long Passed, long Refused, int InProgress);

/// <summary>All links of this node.</summary>
public sealed record LinksDescribed(System.Collections.Immutable.ImmutableArray<LinkView> Links);

/// <summary>
/// Keeps <see cref="NodeLinks"/> as the cluster says, with an actor below it for each node that this one sends calls to: an L-MSS has one for each T-MSS
/// (<c>/user/links/NODE</c>), a T-MSS one for each node of a branch as well.
/// </summary>
public sealed class LinksActor : ReceiveActor
{
    private readonly NodeLinks _links;
    private readonly ILinkPings _pings;
    private readonly IActorRef _cluster;
    private readonly Dictionary<LinkPeer, IActorRef> _actors = [];
    private readonly HashSet<string> _named = [];
    private int _again;

    /// <param name="links">The table that it keeps.</param>
    /// <param name="pings">How links are tried.</param>
    /// <param name="cluster">Who knows the members.</param>
    public LinksActor(NodeLinks links, ILinkPings pings, IActorRef cluster)
    {
        (_links, _pings, _cluster) = (links, pings, cluster);
        Receive<CurrentClusterState>(state =>
        {
            _links.Apply(state);
            Settle();
        });
        Receive<ClusterEvent>(OnEvent);
        Receive<DescribeLinks>(_ => Sender.Tell(Describe()));
    }

    /// <inheritdoc/>
    protected override void PreStart() => _cluster.Tell(new SubscribeToCluster());

    private void OnEvent(ClusterEvent happened)
    {
        _links.Apply(happened);
        switch (happened)
        {
            case ClusterEvent.MemberUp or ClusterEvent.MemberRemoved:
                Settle();
                break;
            case ClusterEvent.ReachableMember(var member):
                Try(member);
                break;
            default:
                break;
        }
    }

    private void Try(Member member)
    {
        if (_links.Find(_links.Options.Names.HostOf(member.Branch, member.Name)) is { } peer && _actors.TryGetValue(peer, out var actor))
        {
            actor.Tell(new PingNow());
        }
    }

    private void Settle()
    {
        var wanted = _links.Own.ToHashSet();
        foreach (var (peer, actor) in _actors.Where(pair => !wanted.Contains(pair.Key)).ToList())
        {
            Context.Stop(actor);
            _actors.Remove(peer);
        }

        foreach (var peer in wanted.Where(peer => !_actors.ContainsKey(peer)))
        {
            // A node that comes back while its former actor is still stopping gets another name.
            var name = _named.Add(peer.Node.Value) ? peer.Node.Value : $"{peer.Node.Value}-{++_again}";
            _actors[peer] = Context.ActorOf(Props.Create(() => new LinkActor(peer, _links.Options, _pings)), name);
        }
    }

    private LinksDescribed Describe() =>
        new([.. _links.Own.OrderBy(peer => peer.Host, StringComparer.Ordinal).Select(View)]);

    private static LinkView View(LinkPeer peer) => new(
        peer.Node, peer.Branch, peer.Member.Roles, peer.Pulse.Health, peer.IsReachable, peer.Member.Load, peer.Target?.ToString() ?? "",
        peer.Gauge.Passed, peer.Gauge.Refused, peer.Gauge.InProgress);
}
