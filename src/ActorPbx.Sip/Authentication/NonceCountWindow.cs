using System.Runtime.InteropServices;

namespace ActorPbx.Sip.Authentication;

/// <summary>Remembers which nonce counts were used, so that captured credentials cannot be used again; its size has a limit.</summary>
/// <remarks>
/// Nonces are kept by the second they were issued in. When there are too many, the oldest second is dropped and becomes the floor:
/// a nonce issued at or before it is stale, so forgetting never lets a replay through. A flood thus shortens lifetimes, nothing more.
/// </remarks>
internal sealed class NonceCountWindow(uint lifetimeSeconds, int capacity)
{
    /// <summary>How far counts may come out of order, as they do over UDP.</summary>
    private const int Breadth = 64;

    private readonly Lock _lock = new();
    private readonly SortedList<uint, Dictionary<long, Counts>> _bySecond = [];
    private int _count;
    private uint _floor;

    /// <summary>How many nonces are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    public bool IsForgotten(NonceId id) => id.IssuedAt < Volatile.Read(ref _floor);

    public bool TryUse(NonceId id, uint count, uint now)
    {
        lock (_lock)
        {
            DropExpired(now);
            if (id.IssuedAt < _floor) return false;
            if (!_bySecond.TryGetValue(id.IssuedAt, out var nonces)) _bySecond.Add(id.IssuedAt, nonces = []);
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(nonces, id.Serial, out var exists);
            if (!counts.TryUse(count)) return false;
            if (!exists) _count++;
            while (_count > capacity && _bySecond.Count > 1) DropOldest();
            return true;
        }
    }

    private void DropExpired(uint now)
    {
        if (now <= lifetimeSeconds) return;
        var oldest = now - lifetimeSeconds;
        while (_bySecond.Count > 0 && _bySecond.GetKeyAtIndex(0) < oldest) DropOldest();
    }

    private void DropOldest()
    {
        _count -= _bySecond.GetValueAtIndex(0).Count;
        Volatile.Write(ref _floor, Math.Max(_floor, _bySecond.GetKeyAtIndex(0) + 1));
        _bySecond.RemoveAt(0);
    }

    /// <summary>The highest count of a nonce and which of the 64 up to it were used.</summary>
    private struct Counts
    {
        private uint _highest;
        private ulong _used;

        public bool TryUse(uint count)
        {
            if (count == 0) return false;
            if (count > _highest)
            {
                var step = count - _highest;
                _used = step >= Breadth ? 1 : (_used << (int)step) | 1;
                _highest = count;
                return true;
            }
            var back = _highest - count;
            if (back >= Breadth || (_used & (1UL << (int)back)) != 0) return false;
            _used |= 1UL << (int)back;
            return true;
        }
    }
}
