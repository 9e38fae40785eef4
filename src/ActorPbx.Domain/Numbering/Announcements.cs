using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>A block of numbers that a branch serves.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Block">A range, or one number that deviates from the ranges.</param>
/// <param name="Since">When its branch first announced it: where blocks overlap, the older stays in force.</param>
public sealed record OwnedBlock(DomainName Domain, NumberBlock Block, DateTimeOffset Since);

/// <summary>A number of the announcing branch whose phone is registered at another branch at the moment (roaming).</summary>
public sealed record NumberElsewhere(DomainName Domain, string Number, BranchName Branch);

/// <summary>Numbers that begin so reach a trunk of the announcing node.</summary>
public sealed record TrunkPrefix(DomainName Domain, string Prefix, string Trunk);

/// <summary>All that one node says about numbers, and which saying of it this is.</summary>
/// <param name="Branch">Its branch.</param>
/// <param name="Node">The node.</param>
/// <param name="Epoch">Its incarnation: a higher one replaces everything of a lower.</param>
/// <param name="Version">Counts the changes within an epoch.</param>
/// <param name="Blocks">What its branch serves.</param>
/// <param name="Elsewhere">Numbers of its branch that are somewhere else.</param>
/// <param name="Trunks">Trunks that it holds.</param>
public sealed record NodeNumbers(
    BranchName Branch,
    NodeName Node,
    long Epoch,
    long Version,
    ImmutableArray<OwnedBlock> Blocks,
    ImmutableArray<NumberElsewhere> Elsewhere,
    ImmutableArray<TrunkPrefix> Trunks);

/// <summary>What changed in a node's numbers from one version to the next one that it told.</summary>
public sealed record NodeNumbersChange(
    BranchName Branch,
    NodeName Node,
    long Epoch,
    long FromVersion,
    long ToVersion,
    ImmutableArray<NumberElsewhere> Arrived,
    ImmutableArray<NumberElsewhere> Gone);
