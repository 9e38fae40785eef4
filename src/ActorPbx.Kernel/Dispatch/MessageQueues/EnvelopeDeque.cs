using System.Numerics;
using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch.MessageQueues;

/// <summary>Letters in a row that grows at both ends: a ring in one array, which is made with the first letter.</summary>
internal struct EnvelopeDeque
{
    private const int FirstSize = 4;
    private const int KeptSize = 64;

    private Envelope[]? _ring;
    private int _first;

    /// <summary>How many letters there are.</summary>
    public int Count { get; private set; }

    /// <summary>The letter at a place, counted from the front.</summary>
    public readonly Envelope this[int index] => _ring![(_first + index) & (_ring.Length - 1)];

    public void AddLast(in Envelope envelope)
    {
        Envelope[] ring = WithRoom();
        ring[(_first + Count) & (ring.Length - 1)] = envelope;
        Count++;
    }

    public void AddFirst(in Envelope envelope)
    {
        Envelope[] ring = WithRoom();
        _first = (_first - 1) & (ring.Length - 1);
        ring[_first] = envelope;
        Count++;
    }

    /// <summary>Puts another row before this one, and leaves the other empty.</summary>
    public void AddAllFirst(ref EnvelopeDeque other)
    {
        if (Count == 0)
        {
            (this, other) = (other, default);
            return;
        }

        for (int i = other.Count - 1; i >= 0; i--)
        {
            AddFirst(other[i]);
        }

        other.Clear();
    }

    public Envelope TakeFirst()
    {
        ref Envelope place = ref _ring![_first];
        Envelope envelope = place;
        place = default;
        _first = (_first + 1) & (_ring.Length - 1);
        if (--Count == 0 && _ring.Length > KeptSize)
        {
            Clear();
        }

        return envelope;
    }

    public void Clear() => this = default;

    /// <summary>Copies all letters, the first first.</summary>
    public readonly void CopyTo(Span<Envelope> target)
    {
        if (_ring is not null)
        {
            int upToEnd = Math.Min(Count, _ring.Length - _first);
            _ring.AsSpan(_first, upToEnd).CopyTo(target);
            _ring.AsSpan(0, Count - upToEnd).CopyTo(target[upToEnd..]);
        }
    }

    private Envelope[] WithRoom()
    {
        if (_ring is not null && Count < _ring.Length)
        {
            return _ring;
        }

        var larger = new Envelope[Math.Max(FirstSize, (int)BitOperations.RoundUpToPowerOf2((uint)(Count + 1)))];
        CopyTo(larger);
        _first = 0;
        return _ring = larger;
    }
}
