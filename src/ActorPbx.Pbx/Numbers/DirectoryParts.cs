using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Numbers;

/// <summary>What the directory's actor works with.</summary>
/// <param name="Cluster">The way to other nodes.</param>
/// <param name="Store">Keeps the copy over a restart without bus.</param>
/// <param name="Self">This node.</param>
/// <param name="Incarnation">This process.</param>
/// <param name="IsHub">This is a T-MSS: it hears all branches and tells all.</param>
/// <param name="Own">What this node announces.</param>
/// <param name="MayOwn">Which blocks a branch may announce; null: any.</param>
/// <param name="Board">Where the plan is hung out.</param>
/// <param name="Clock">The time.</param>
public sealed record DirectoryParts(
    IActorRef Cluster, IActorRef Store, Origin Self, long Incarnation, bool IsHub, OwnNumbers Own,
    Func<BranchName, OwnedBlock, bool>? MayOwn, NumberBoard Board, TimeProvider Clock);
