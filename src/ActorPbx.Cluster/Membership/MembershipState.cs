using System.Collections.Immutable;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Membership;

/// <summary>What this node knows of the cluster's nodes.</summary>
/// <param name="Self">This node.</param>
/// <param name="Others">The others that are members, or join.</param>
/// <param name="Past">Incarnations that are over: heartbeats of these and older ones mean nothing.</param>
/// <param name="BusFault">Why there is no bus; empty when there is.</param>
/// <param name="Echo">When this node's own heartbeats come back from the bus: whoever does not hear itself may not judge others.</param>
internal sealed record MembershipState(
    Member Self, ImmutableDictionary<Origin, MemberState> Others, ImmutableDictionary<Origin, long> Past, string BusFault, ArrivalEstimate Echo);

/// <summary>Another node.</summary>
/// <param name="Member">What it says of itself.</param>
/// <param name="Sequence">Of its last heartbeat.</param>
/// <param name="Arrivals">When its heartbeats come.</param>
/// <param name="UnreachableSince">Since when it is unreachable; null when it is not.</param>
internal sealed record MemberState(Member Member, long Sequence, ArrivalEstimate Arrivals, TimeSpan? UnreachableSince);

/// <summary>What follows from something that happened: the new state, and what the subscribers are told.</summary>
internal readonly record struct MembershipStep(MembershipState State, ImmutableArray<ClusterEvent> Events);
