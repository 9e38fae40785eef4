using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Trunks;

/// <summary>
/// Contends for the count of a trunk whose limit spans the cluster, and keeps it while it is the one: a shell around <see cref="LeaseLogic"/>. A new holder
/// asks every T-MSS which calls it has on the trunk, and grants nothing before each has answered, is gone, or was unreachable for long.
/// </summary>
/// <remarks>
/// <code>
///  Watching ──1──▶ Contending ──2──▶ Rebuilding ──3──▶ Holding     1  members have had time to be heard
///                       ▲                 │               │        2  SingletonGranted: AskHeldLeases to all
///                       └────────4────────┴───────────────┘        3  all have answered or are gone
///                                                                  4  SingletonLost
/// </code>
/// </remarks>
public sealed class LeaseHolderActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_askTime = TimeSpan.FromSeconds(1);
    private readonly TrunkProfile _trunk;
    private readonly IActorRef _cluster;
    private readonly LeaseTimes _times;
    private readonly HashSet<NodeName> _doubtful = [];
    private readonly Dictionary<NodeName, Member> _nodes = [];
    private TrunkLeases? _leases;
    private long _epoch;

    /// <summary>The contender of this node.</summary>
    public LeaseHolderActor(TrunkProfile trunk, IActorRef cluster, LeaseTimes times)
    {
        (_trunk, _cluster, _times) = (trunk, cluster, times);
        Receive<CurrentClusterState>(OnState);
        Receive<ClusterEvent>(OnEvent);
        Receive<SingletonGranted>(OnGranted);
        Receive<SingletonLost>(_ => _leases = null);
        Receive<Received>(received => received.ReplyTo is not null && _leases is not null, received => OnAsked(received.From, received.Message, received.ReplyTo!));
        Receive<Answered>(answered => OnReported((Asked)answered.Token, answered.From, answered.Message as HeldLeases));
        Receive<NotAnswered>(missed => Timers.StartSingleTimer(missed.Token, missed.Token, s_askTime));
        Receive<Asked>(Ask);
        Receive<Lost>(OnLost);
        Receive<Contend>(_ => _cluster.Tell(new ContendFor(_trunk.LeaseName)));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <inheritdoc/>
    protected override void PreStart() => _cluster.Tell(new SubscribeToCluster());

    private void OnState(CurrentClusterState state)
    {
        foreach (var member in state.Members)
        {
            Put(member);
        }

        foreach (var member in state.Unreachable.Where(member => _nodes.ContainsKey(member.Name)))
        {
            Suspect(member);
        }

        if (state.Self.Roles.HasFlag(NodeRoles.Trunk))
        {
            Timers.StartSingleTimer("contend", new Contend(), _times.Settling);
        }
    }

    private void OnEvent(ClusterEvent happened)
    {
        switch (happened)
        {
            case ClusterEvent.MemberUp(var member):
                Put(member);
                break;
            case ClusterEvent.MemberRemoved(var member, _) when _nodes.Remove(member.Name):
                Forget(member.Name, member.Incarnation);
                break;
            case ClusterEvent.UnreachableMember(var member) when _nodes.ContainsKey(member.Name):
                Suspect(member);
                break;
            case ClusterEvent.ReachableMember(var member):
                Timers.Cancel(member.Name);
                Doubt(member.Name);
                break;
            default:
                break;
        }
    }

    private void Suspect(Member member) => Timers.StartSingleTimer(member.Name, new Lost(member.Name, member.Incarnation), _times.Lost);

    // A node that was taken for dead is heard again.
    private void Doubt(NodeName node)
    {
        if (_leases is null)
        {
            _doubtful.Remove(node);
        }
        else if (_doubtful.Contains(node))
        {
            Ask(new Asked(node, _epoch));
        }
    }

    // Its leases come back. Should it live all the same, it says what it has as soon as it is heard again.
    private void OnLost(Lost lost)
    {
        _doubtful.Add(lost.Node);
        Forget(lost.Node, lost.Incarnation);
    }

    private void Forget(NodeName node, long incarnation) => _leases = _leases is null ? null : LeaseLogic.Gone(_leases, node, incarnation);

    private void Put(Member member)
    {
        if (!member.Roles.HasFlag(NodeRoles.Trunk))
        {
            return;
        }

        _nodes[member.Name] = member;
        // A new process of a node has none of the calls of the old one.
        Forget(member.Name, member.Incarnation - 1);
    }

    private void OnGranted(SingletonGranted granted)
    {
        _epoch = granted.Epoch;
        var awaited = _nodes.Where(node => !_doubtful.Contains(node.Key));
        _leases = LeaseLogic.Begin(_trunk.Limits, awaited.ToImmutableDictionary(node => node.Key, node => node.Value.Incarnation));
        foreach (var node in _nodes.Keys.ToArray())
        {
            Ask(new Asked(node, _epoch));
        }
    }

    private void Ask(Asked asked)
    {
        if (asked.Epoch == _epoch && _leases is not null && IsAwaited(asked.Node) && _nodes.TryGetValue(asked.Node, out var member))
        {
            _cluster.Tell(new AskNode(member.Branch, member.Name, _trunk.LeaseName, new AskHeldLeases(_epoch), s_askTime, asked));
        }
    }

    private bool IsAwaited(NodeName node) => _leases!.Awaited.ContainsKey(node) || _doubtful.Contains(node);

    private void OnReported(Asked asked, Origin from, HeldLeases? held)
    {
        if (held is null || _leases is null || asked.Epoch != _epoch)
        {
            return;
        }

        _doubtful.Remove(from.Node);
        var leases = held.Calls.Select(call => new TrunkLease(new CallId(call.Call), DirectionOf(call.Outgoing)));
        _leases = LeaseLogic.Reported(_leases, from.Node, held.Incarnation, [.. leases]);
    }

    private void OnAsked(Origin from, ClusterMessage message, ReplyAddress replyTo)
    {
        switch (message)
        {
            case AskLease ask:
                (_leases, var verdict) = LeaseLogic.Reserve(_leases!, from.Node, ask.Incarnation, new TrunkLease(new CallId(ask.Call), DirectionOf(ask.Outgoing)));
                Answer(replyTo, verdict == LeaseVerdict.Granted, verdict == LeaseVerdict.NotYet);
                break;
            case ReturnLease back:
                _leases = LeaseLogic.Release(_leases!, from.Node, back.Incarnation, new CallId(back.Call));
                Answer(replyTo, true, false);
                break;
        }
    }

    private void Answer(ReplyAddress replyTo, bool granted, bool askAgain) =>
        _cluster.Tell(new Reply(replyTo, new LeaseAnswered(granted, askAgain, _epoch)));

    private static TrunkDirection DirectionOf(bool outgoing) => outgoing ? TrunkDirection.Outgoing : TrunkDirection.Incoming;

    private sealed record Contend;

    private sealed record Lost(NodeName Node, long Incarnation);

    private sealed record Asked(NodeName Node, long Epoch);
}
