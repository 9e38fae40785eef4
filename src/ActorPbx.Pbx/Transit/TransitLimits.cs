using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Links;

namespace ActorPbx.Pbx.Transit;

/// <summary>How many calls a branch may have on its links, as headquarters has it; 0 for any number.</summary>
public sealed record BranchLimits(int In, int Out);

/// <summary>
/// Refuses early what a branch would refuse: by what its nodes said with their last heartbeats, and what this T-MSS let through since. It may be
/// off by what other T-MSS nodes let through meanwhile; the exact count is the branch's own (<see cref="LinkCalls"/>).
/// </summary>
public sealed class TransitLimits(ImmutableDictionary<BranchName, BranchLimits> limits)
{
    /// <summary>No limits.</summary>
    public static TransitLimits None { get; } = new(ImmutableDictionary<BranchName, BranchLimits>.Empty);

    /// <summary>Whether the branch may send one call more.</summary>
    public bool MaySend(BranchName branch, ImmutableArray<LinkPeer> nodes) =>
        !limits.TryGetValue(branch, out var limit) || limit.Out == 0 || nodes.Sum(node => node.Member.Load.LinkOut) <= limit.Out;

    /// <summary>Whether the branch may be sent one call more.</summary>
    public bool MayReceive(BranchName branch, ImmutableArray<LinkPeer> nodes) =>
        !limits.TryGetValue(branch, out var limit) || limit.In == 0 || nodes.Sum(node => node.Member.Load.LinkIn + node.Gauge.SinceHeartbeat) < limit.In;
}
