using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>What is left of a transaction that has nothing to do any more but to know late copies of its messages.</summary>
/// <param name="Key">What it is found by.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Flow">Where it sends again.</param>
/// <param name="EndAt">When none of its messages can come any longer, in the clock's milliseconds.</param>
internal readonly record struct SettledTransaction(ulong Key, TransactionKind Kind, SipFlow Flow, long EndAt)
{
    /// <summary>A server transaction's key for RFC 3261 §8.2.2.2; 0: it has none.</summary>
    public ulong MergedKey { get; init; }

    /// <summary>The hash of the To tag whose 2xx the bytes acknowledge.</summary>
    public ulong ToTag { get; init; }
}

/// <summary>Settled transactions: their bytes in rows, and no object for any of them.</summary>
/// <remarks>
/// Each call leaves three of them for 64·T1, which as objects were most of what the collections of a busy node found alive, moved and looked through.
/// <code>
///   oldest chunk ──▶ chunk ──▶ newest chunk    each has entries, and their bytes one after the other
///        │ goes with its last entry                ▲ takes the next entry
///        └──────────── is used again ──────────────┘
/// </code>
/// Entries go in the order in which they came. One whose time is over before that of those in front of it is not found any longer, and keeps its place until they go.
/// </remarks>
internal sealed class SettledTransactions(TimerWheel wheel, TransactionStatistics statistics) : TimerNode
{
    private const int MostSpare = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, long> _places = [];
    private readonly List<Chunk> _chunks = [];
    private readonly Stack<Chunk> _spare = [];
    private long _firstChunk;

    /// <summary>Takes over what a machine was, which is counted as alive already and stays so.</summary>
    /// <param name="settled">What is left.</param>
    /// <param name="message">What it sends again, or says of itself.</param>
    public void Add(in SettledTransaction settled, ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_chunks.Count == 0 || !_chunks[^1].TryAdd(settled, message))
            {
                _chunks.Add(_spare.TryPop(out Chunk? spare) ? spare : new Chunk());
                _chunks[^1].TryAdd(settled, message);
            }

            long place = PlaceOf(_chunks.Count - 1, _chunks[^1].Last);
            _places[settled.Key] = place;
            if (settled.MergedKey != 0) _places.TryAdd(settled.MergedKey, place);
            if (Slot == Unscheduled) wheel.Schedule(this, settled.EndAt);
        }
    }

    /// <summary>Whether the key, or merged key, is that of a transaction whose time is not over.</summary>
    public bool Has(ulong key)
    {
        lock (_gate) return !Unsafe.IsNullRef(ref Find(key));
    }

    /// <summary>Finds a transaction by its key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="settled">What is left of it.</param>
    /// <param name="message">A copy of its bytes.</param>
    public bool TryFind(ulong key, out SettledTransaction settled, [NotNullWhen(true)] out byte[]? message)
    {
        lock (_gate)
        {
            ref Entry entry = ref Find(key);
            bool isFound = !Unsafe.IsNullRef(ref entry);
            (settled, message) = isFound ? (entry.Settled, entry.Message.ToArray()) : (default, null);
            return isFound;
        }
    }

    /// <summary>Gives it back to be a machine again, and alive as before; false if another thread was faster.</summary>
    public bool TryTake(ulong key)
    {
        lock (_gate)
        {
            ref Entry entry = ref Find(key);
            if (Unsafe.IsNullRef(ref entry)) return false;
            Forget(ref entry, _places[key]);
            return true;
        }
    }

    protected internal override void OnDue(long now)
    {
        lock (_gate)
        {
            while (_chunks.Count > 0)
            {
                ref Entry first = ref _chunks[0].First;
                if (first.Settled.EndAt > now)
                {
                    wheel.Schedule(this, first.Settled.EndAt);
                    return;
                }

                if (first.Settled.Key != 0)
                {
                    statistics.CountAlive(first.Settled.Kind, -1);
                    Forget(ref first, PlaceOf(0, _chunks[0].FirstAt));
                }

                if (!_chunks[0].DropFirst()) DropChunk();
            }
        }
    }

    private void DropChunk()
    {
        Chunk empty = _chunks[0];
        _chunks.RemoveAt(0);
        _firstChunk++;
        if (_spare.Count < MostSpare) _spare.Push(empty);
    }

    private ref Entry Find(ulong key)
    {
        if (_places.TryGetValue(key, out long place))
        {
            ref Entry entry = ref _chunks[(int)(place / Chunk.Size - _firstChunk)][(int)(place % Chunk.Size)];
            if (entry.Settled.EndAt > wheel.Now) return ref entry;
        }

        return ref Unsafe.NullRef<Entry>();
    }

    private void Forget(ref Entry entry, long place)
    {
        _places.Remove(entry.Settled.Key);
        // Which may be another's by now.
        ulong merged = entry.Settled.MergedKey;
        if (merged != 0 && _places.TryGetValue(merged, out long other) && other == place) _places.Remove(merged);
        entry = default;
    }

    private long PlaceOf(int chunk, int at) => (_firstChunk + chunk) * Chunk.Size + at;

    private struct Entry
    {
        public SettledTransaction Settled;
        public ArraySegment<byte> Message;
    }

    /// <summary>Entries that came one after the other, and go so.</summary>
    private sealed class Chunk
    {
        public const int Size = 1024;
        private const int ByteSize = 256 * 1024;

        private readonly Entry[] _entries = new Entry[Size];
        private byte[] _bytes = [];
        private int _used;
        private int _count;

        public int FirstAt { get; private set; }

        public int Last => _count - 1;

        public ref Entry First => ref _entries[FirstAt];

        public ref Entry this[int at] => ref _entries[at];

        /// <summary>False if there is no room left.</summary>
        public bool TryAdd(in SettledTransaction settled, ReadOnlySpan<byte> message)
        {
            if (_count == Size || (_used + message.Length > _bytes.Length && _used > 0)) return false;
            if (message.Length > _bytes.Length) _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(ByteSize, message.Length));
            message.CopyTo(_bytes.AsSpan(_used));
            _entries[_count++] = new Entry { Settled = settled, Message = new ArraySegment<byte>(_bytes, _used, message.Length) };
            _used += message.Length;
            return true;
        }

        /// <summary>False when that was the last one: the chunk is as new.</summary>
        public bool DropFirst()
        {
            if (++FirstAt < _count) return true;
            (FirstAt, _count, _used) = (0, 0, 0);
            return false;
        }
    }
}
