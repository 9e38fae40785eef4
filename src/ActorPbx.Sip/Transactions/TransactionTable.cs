using System.Diagnostics.CodeAnalysis;

namespace ActorPbx.Sip.Transactions;

/// <summary>Transactions by a 64-bit key, in shards so that transport threads seldom meet.</summary>
internal sealed class TransactionTable<T>
    where T : class
{
    private const int Shards = 16;

    private readonly Dictionary<ulong, T>[] _shards = new Dictionary<ulong, T>[Shards];

    public TransactionTable()
    {
        for (int i = 0; i < Shards; i++) _shards[i] = [];
    }

    public int Count
    {
        get
        {
            int count = 0;
            foreach (Dictionary<ulong, T> shard in _shards)
            {
                lock (shard) count += shard.Count;
            }

            return count;
        }
    }

    public bool TryFind(ulong key, [NotNullWhen(true)] out T? found)
    {
        Dictionary<ulong, T> shard = ShardOf(key);
        lock (shard) return shard.TryGetValue(key, out found);
    }

    /// <summary>False when the key is taken already.</summary>
    public bool TryAdd(ulong key, T entry)
    {
        Dictionary<ulong, T> shard = ShardOf(key);
        lock (shard) return shard.TryAdd(key, entry);
    }

    /// <summary>The entry that has the key already, or null: then it is this one's.</summary>
    public T? AddOrFind(ulong key, T entry)
    {
        Dictionary<ulong, T> shard = ShardOf(key);
        lock (shard) return shard.TryAdd(key, entry) ? null : shard[key];
    }

    /// <summary>The key is this entry's from now on.</summary>
    public void Set(ulong key, T entry)
    {
        Dictionary<ulong, T> shard = ShardOf(key);
        lock (shard) shard[key] = entry;
    }

    /// <summary>Removes the key if it is this entry's.</summary>
    public void Remove(ulong key, T entry)
    {
        Dictionary<ulong, T> shard = ShardOf(key);
        lock (shard)
        {
            if (shard.TryGetValue(key, out T? found) && ReferenceEquals(found, entry)) shard.Remove(key);
        }
    }

    private Dictionary<ulong, T> ShardOf(ulong key) => _shards[key >> 60];
}
