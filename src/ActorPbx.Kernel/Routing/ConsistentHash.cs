using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>A ring of nodes on which each key has its node; a node more or less moves only the keys next to it. Nodes are told apart by their texts. Immutable.</summary>
public class ConsistentHash<T> where T : notnull
{
    private readonly SortedDictionary<int, T> _nodes;
    private readonly int _virtualNodesFactor;
    private readonly int[] _points;
    private readonly T[] _ring;

    /// <summary>A ring of the points given, each node having as many as the factor says.</summary>
    public ConsistentHash(SortedDictionary<int, T> nodes, int virtualNodesFactor)
    {
        if (virtualNodesFactor < 1)
            throw new ArgumentException("virtualNodesFactor must be >= 1", nameof(virtualNodesFactor));
        _nodes = nodes;
        _virtualNodesFactor = virtualNodesFactor;
        _points = [.. nodes.Keys];
        _ring = [.. nodes.Values];
    }

    /// <summary>Whether there is no node.</summary>
    public bool IsEmpty => _ring.Length == 0;

    /// <summary>The ring with a node more.</summary>
    public static ConsistentHash<T> operator +(ConsistentHash<T> hash, T node) => hash.Add(node);

    /// <summary>The ring with a node less.</summary>
    public static ConsistentHash<T> operator -(ConsistentHash<T> hash, T node) => hash.Remove(node);

    /// <summary>The ring with a node more.</summary>
    public ConsistentHash<T> Add(T node) => ConsistentHash.Create(_nodes.Values.Append(node).Distinct(), _virtualNodesFactor);

    /// <summary>The ring with a node less.</summary>
    public ConsistentHash<T> Remove(T node) => ConsistentHash.Create(_nodes.Values.Distinct().Where(n => n.ToString() != node.ToString()), _virtualNodesFactor);

    /// <summary>The node of a key.</summary>
    /// <exception cref="InvalidOperationException">There is no node.</exception>
    public T NodeFor(byte[] key) => At(ConsistentHash.HashFor(key), key);

    /// <inheritdoc cref="NodeFor(byte[])"/>
    public T NodeFor(string key) => At(ConsistentHash.HashFor(key), key);

    private T At(int hash, object key)
    {
        if (IsEmpty)
            throw new InvalidOperationException($"Can't get node for [{key}] from an empty node ring");
        var index = Array.BinarySearch(_points, hash);
        if (index < 0)
            index = ~index;
        return _ring[index == _ring.Length ? 0 : index];
    }
}

/// <summary>Makes rings of nodes, and the hashes that place nodes and keys on them.</summary>
public static class ConsistentHash
{
    /// <summary>A ring of the nodes given, each with as many points as the factor says.</summary>
    public static ConsistentHash<T> Create<T>(IEnumerable<T> nodes, int virtualNodesFactor) where T : notnull
    {
        var points = new SortedDictionary<int, T>();
        // Two nodes may want the same point. The later in the order of their names takes the next free one, so that the
        // ring is the same whatever way it came about.
        foreach (var node in nodes.DistinctBy(n => n.ToString()).OrderBy(n => n.ToString(), StringComparer.Ordinal))
        {
            foreach (var wanted in PointsOf(node, virtualNodesFactor))
            {
                var point = wanted;
                while (!points.TryAdd(point, node))
                    point = unchecked(point + 1);
            }
        }

        return new ConsistentHash<T>(points, virtualNodesFactor);
    }

    internal static int HashFor(string key) => MurmurHash.StringHash(key);

    internal static int HashFor(byte[] key) => MurmurHash.ByteHash(key);

    internal static IEnumerable<int> PointsOf<T>(T node, int virtualNodesFactor) where T : notnull
    {
        var hash = HashFor(node.ToString()!);
        return Enumerable.Range(1, virtualNodesFactor).Select(i => ConcatenateNodeHash(hash, i));
    }

    // The point of one of a node's places on the ring.
    internal static int ConcatenateNodeHash(int nodeHash, int virtualNode)
    {
        var hash = MurmurHash.StartHash(unchecked((uint)nodeHash));
        hash = MurmurHash.ExtendHash(hash, unchecked((uint)virtualNode), MurmurHash.StartMagicA, MurmurHash.StartMagicB);
        return unchecked((int)MurmurHash.FinalizeHash(hash));
    }

    // Bytes for keys that have some of their own; other keys are serialised first.
    internal static object ToBytesOrObject(object? key) => key switch
    {
        null => new byte[] { 0 },
        byte[] bytes => bytes,
        int value => BitConverter.GetBytes(value),
        uint value => BitConverter.GetBytes(value),
        short value => BitConverter.GetBytes(value),
        ushort value => BitConverter.GetBytes(value),
        bool value => BitConverter.GetBytes(value),
        long value => BitConverter.GetBytes(value),
        ulong value => BitConverter.GetBytes(value),
        char value => BitConverter.GetBytes(value),
        float value => BitConverter.GetBytes(value),
        double value => BitConverter.GetBytes(value),
        decimal value => decimal.GetBits(value).SelectMany(BitConverter.GetBytes).ToArray(),
        Guid value => value.ToByteArray(),
        _ => key,
    };
}
