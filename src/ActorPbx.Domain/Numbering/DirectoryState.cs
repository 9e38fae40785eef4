using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>A node's copy of who announced what. Entries are replaced by newer ones of the same node, and taken out only by <see cref="DirectoryLogic.Forget"/>.</summary>
public sealed record DirectoryState
{
    private DirectoryState(ImmutableDictionary<NodeName, NodeNumbers> nodes, ImmutableDictionary<NodeName, long> forgotten, ulong digest) =>
        (Nodes, Forgotten, Digest) = (nodes, forgotten, digest);

    /// <summary>Nothing known.</summary>
    public static DirectoryState Empty { get; } = new(ImmutableDictionary<NodeName, NodeNumbers>.Empty, ImmutableDictionary<NodeName, long>.Empty, 0);

    /// <summary>What each node announced last.</summary>
    public ImmutableDictionary<NodeName, NodeNumbers> Nodes { get; }

    /// <summary>Nodes that an operator took out, and their last epoch that is void. One that came back with a newer epoch is not in it.</summary>
    public ImmutableDictionary<NodeName, long> Forgotten { get; }

    /// <summary>
    /// 64 bits over node, epoch and version of every entry, in no order: equal on two nodes that hold the same announcements, so that
    /// nodes can see by one number whether they agree. Kept with each change, for every node is told one all the time.
    /// </summary>
    public ulong Digest { get; }

    internal DirectoryState With(NodeNumbers told) =>
        new(Nodes.SetItem(told.Node, told), Forgotten.Remove(told.Node), Digest - DigestOf(told.Node) + Mix(told));

    internal DirectoryState Without(NodeName node, long epoch) => new(Nodes.Remove(node), Forgotten.SetItem(node, epoch), Digest - DigestOf(node));

    private ulong DigestOf(NodeName node) => Nodes.TryGetValue(node, out var known) ? Mix(known) : 0;

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
