using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Membership;

/// <summary>A node lives: all that the others know of it, in every one, so that whoever comes late knows it after one.</summary>
/// <param name="Incarnation">Higher each time the node's process starts.</param>
/// <param name="Sequence">Higher with each heartbeat of the incarnation.</param>
/// <param name="Status">How it stands; <see cref="MemberStatus.Removed"/> in its last one.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Links">Where it takes SIP from other nodes.</param>
/// <param name="Version">Its software.</param>
/// <param name="Load">Its load.</param>
internal sealed record Heartbeat(
    long Incarnation, long Sequence, MemberStatus Status, NodeRoles Roles, ImmutableArray<LinkAddress> Links, string Version, NodeLoad Load) : ClusterMessage;
