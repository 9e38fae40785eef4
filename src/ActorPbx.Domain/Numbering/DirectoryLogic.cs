using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>What became of an announcement.</summary>
public enum AnnouncementVerdict
{
    /// <summary>Taken in.</summary>
    Taken,

    /// <summary>Known already, or older than what is known.</summary>
    Old,

    /// <summary>Something before it is missing: the node must be asked for all it says.</summary>
    Gap,
}

/// <summary>A directory after an announcement, and what became of it.</summary>
public sealed record DirectoryOutcome(DirectoryState State, AnnouncementVerdict Verdict);

/// <summary>
/// How copies of the directory grow together. Announcements may come late, twice, in any order and over several ways: for each node the
/// highest (epoch, version) wins, so copies that heard the same announcements are equal whatever the order. What an operator forgot
/// stays forgotten, whoever still tells it, until a new process of the node announces itself.
/// </summary>
public static class DirectoryLogic
{
    /// <summary>A node said all it has to say.</summary>
    public static DirectoryOutcome Take(DirectoryState state, NodeNumbers told)
    {
        if (IsForgotten(state, told.Node, told.Epoch) || (state.Nodes.TryGetValue(told.Node, out var known) && !IsNewer(known, told.Epoch, told.Version)))
        {
            return new DirectoryOutcome(state, AnnouncementVerdict.Old);
        }

        return new DirectoryOutcome(state.With(told), AnnouncementVerdict.Taken);
    }

    /// <summary>A node said what changed.</summary>
    public static DirectoryOutcome Take(DirectoryState state, NodeNumbersChange told)
    {
        if (IsForgotten(state, told.Node, told.Epoch))
        {
            return new DirectoryOutcome(state, AnnouncementVerdict.Old);
        }

        if (!state.Nodes.TryGetValue(told.Node, out var known) || known.Epoch < told.Epoch)
        {
            return new DirectoryOutcome(state, AnnouncementVerdict.Gap);
        }

        if (!IsNewer(known, told.Epoch, told.ToVersion))
        {
            return new DirectoryOutcome(state, AnnouncementVerdict.Old);
        }

        if (known.Version < told.FromVersion)
        {
            return new DirectoryOutcome(state, AnnouncementVerdict.Gap);
        }

        if (known.Version > told.FromVersion)
        {
            // It begins before what is known and ends after it: which part is new cannot be seen.
            return new DirectoryOutcome(state, AnnouncementVerdict.Gap);
        }

        var next = known with { Version = told.ToVersion, Elsewhere = Change(known.Elsewhere, told.Arrived, told.Gone) };
        return new DirectoryOutcome(state.With(next), AnnouncementVerdict.Taken);
    }

    /// <summary>A node was taken out of the cluster for good by an operator.</summary>
    /// <param name="state">The copy.</param>
    /// <param name="node">The node.</param>
    /// <param name="epoch">What it said in this epoch and before is void.</param>
    public static DirectoryState Forget(DirectoryState state, NodeName node, long epoch) =>
        state.Nodes.GetValueOrDefault(node)?.Epoch > epoch || IsForgotten(state, node, epoch) ? state : state.Without(node, epoch);

    /// <summary>Whether what the node says in this epoch is void.</summary>
    public static bool IsForgotten(DirectoryState state, NodeName node, long epoch) => state.Forgotten.TryGetValue(node, out var last) && epoch <= last;

    /// <summary>The change from one saying of a node to its next, or null when only the whole will do.</summary>
    public static NodeNumbersChange? Between(NodeNumbers before, NodeNumbers after)
    {
        if (before.Epoch != after.Epoch || !before.Blocks.SequenceEqual(after.Blocks) || !before.Trunks.SequenceEqual(after.Trunks))
        {
            return null;
        }

        return new NodeNumbersChange(
            after.Branch, after.Node, after.Epoch, before.Version, after.Version,
            [.. after.Elsewhere.Except(before.Elsewhere)],
            [.. before.Elsewhere.Except(after.Elsewhere)]);
    }

    private static bool IsNewer(NodeNumbers known, long epoch, long version) =>
        epoch > known.Epoch || (epoch == known.Epoch && version > known.Version);

    private static ImmutableArray<NumberElsewhere> Change(
        ImmutableArray<NumberElsewhere> known, ImmutableArray<NumberElsewhere> arrived, ImmutableArray<NumberElsewhere> gone) =>
        [.. known.Where(entry => !gone.Contains(entry)), .. arrived.Where(entry => !known.Contains(entry))];
}
