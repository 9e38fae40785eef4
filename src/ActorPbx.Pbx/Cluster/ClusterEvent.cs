using System.Collections.Immutable;

namespace ActorPbx.Pbx.Cluster;

/// <summary>What happens to the cluster, in Akka.Cluster's words. Told to whoever sent <see cref="SubscribeToCluster"/>.</summary>
public abstract record ClusterEvent
{
    private ClusterEvent()
    {
    }

    /// <summary>A node became part of the cluster, or came back as a new incarnation.</summary>
    public sealed record MemberUp(Member Member) : ClusterEvent;

    /// <summary>Load, links or roles of a member changed.</summary>
    public sealed record MemberChanged(Member Member) : ClusterEvent;

    /// <summary>A node said that it goes: it finishes its calls and takes no new ones.</summary>
    public sealed record MemberLeft(Member Member) : ClusterEvent;

    /// <summary>A node is gone.</summary>
    public sealed record MemberRemoved(Member Member, MemberStatus Previous) : ClusterEvent;

    /// <summary>Nothing is heard of a member.</summary>
    public sealed record UnreachableMember(Member Member) : ClusterEvent;

    /// <summary>The member is heard again.</summary>
    public sealed record ReachableMember(Member Member) : ClusterEvent;

    /// <summary>This node lost the bus: what it knows stays, but grows old.</summary>
    public sealed record BusLost(string Reason) : ClusterEvent;

    /// <summary>This node has the bus again.</summary>
    public sealed record BusRestored : ClusterEvent;
}

/// <summary>The cluster as this node sees it when it subscribes.</summary>
/// <param name="Self">This node.</param>
/// <param name="Members">All members, this node among them.</param>
/// <param name="Unreachable">Those of which nothing is heard.</param>
/// <param name="BusFault">Why there is no bus; empty when there is.</param>
public sealed record CurrentClusterState(Member Self, ImmutableArray<Member> Members, ImmutableArray<Member> Unreachable, string BusFault);
