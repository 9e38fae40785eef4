using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>A node's copy of who announced what. Entries are replaced by newer ones of the same node, and taken out only by <see cref="DirectoryLogic.Forget"/>.</summary>
public sealed record DirectoryState(ImmutableDictionary<NodeName, NodeNumbers> Nodes)
{
    /// <summary>Nothing known.</summary>
    public static DirectoryState Empty { get; } = new(ImmutableDictionary<NodeName, NodeNumbers>.Empty);

    /// <summary>
    /// 64 bits over node, epoch and version of every entry, in no order: equal on two nodes that hold the same announcements, so that
    /// nodes can see by one number whether they agree.
    /// </summary>
    public ulong Digest
    {
        get
        {
            var digest = 0UL;
            foreach (var numbers in Nodes.Values)
            {
                digest += Mix(numbers);
            }

            return digest;
        }
    }

    // FNV-1a, then a finishing multiplication so that sums of it do not cancel out.
    private static ulong Mix(NodeNumbers numbers)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in numbers.Node.Value)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (ulong)numbers.Epoch) * 1099511628211UL;
        hash = (hash ^ (ulong)numbers.Version) * 1099511628211UL;
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        return hash ^ (hash >> 33);
    }
}
