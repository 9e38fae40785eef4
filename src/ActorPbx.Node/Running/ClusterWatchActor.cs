using System.Collections.Immutable;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Node.Running;

/// <summary>How does the cluster stand? Answered by <see cref="CurrentClusterState"/>.</summary>
public sealed record DescribeCluster;

/// <summary>Follows the members for whoever asks (<c>/user/cluster-watch</c>).</summary>
public sealed class ClusterWatchActor : ReceiveActor
{
    private readonly IActorRef _cluster;
    private readonly List<IActorRef> _waiting = [];
    private CurrentClusterState? _state;

    /// <summary>A watch on the cluster of this node.</summary>
    public ClusterWatchActor(IActorRef cluster)
    {
        _cluster = cluster;
        Receive<CurrentClusterState>(OnState);
        Receive<ClusterEvent>(_ => _state is not null, happened => _state = After(_state!, happened));
        Receive<DescribeCluster>(_ => OnDescribe());
    }

    /// <inheritdoc/>
    protected override void PreStart() => _cluster.Tell(new SubscribeToCluster());

    /// <summary>The cluster after something happened to it.</summary>
    internal static CurrentClusterState After(CurrentClusterState state, ClusterEvent happened) => happened switch
    {
        ClusterEvent.MemberUp(var member) => With(state, member),
        ClusterEvent.MemberChanged(var member) => With(state, member),
        ClusterEvent.MemberLeft(var member) => With(state, member),
        ClusterEvent.ReachableMember(var member) => With(state, member) with { Unreachable = state.Unreachable.RemoveAll(other => IsSame(other, member)) },
        ClusterEvent.UnreachableMember(var member) => state with { Unreachable = state.Unreachable.RemoveAll(other => IsSame(other, member)).Add(member) },
        ClusterEvent.MemberRemoved(var member, _) => state with
        {
            Members = state.Members.RemoveAll(other => IsSame(other, member)),
            Unreachable = state.Unreachable.RemoveAll(other => IsSame(other, member)),
        },
        ClusterEvent.BusLost lost => state with { BusFault = lost.Reason },
        ClusterEvent.BusRestored => state with { BusFault = "" },
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "An event without a consequence."),
    };

    private static CurrentClusterState With(CurrentClusterState state, Member member) => state with
    {
        Self = IsSame(state.Self, member) ? member : state.Self,
        Members = state.Members.RemoveAll(other => IsSame(other, member)).Add(member),
    };

    private static bool IsSame(Member one, Member other) => one.Branch == other.Branch && one.Name == other.Name;

    private void OnState(CurrentClusterState state)
    {
        _state = state;
        foreach (var waiting in _waiting)
        {
            waiting.Tell(state);
        }

        _waiting.Clear();
    }

    private void OnDescribe()
    {
        if (_state is null)
        {
            _waiting.Add(Sender);
        }
        else
        {
            Sender.Tell(_state);
        }
    }
}
