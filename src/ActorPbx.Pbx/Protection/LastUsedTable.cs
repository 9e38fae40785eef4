using System.Runtime.CompilerServices;

namespace ActorPbx.Pbx.Protection;

/// <summary>What is remembered of sources and accounts, under hashes that no stranger can foresee. Bounded: when it is full, what was used longest ago is forgotten.</summary>
/// <remarks>Not for several threads at once; whoever owns it holds a lock.</remarks>
internal sealed class LastUsedTable<TValue>(int capacity)
    where TValue : struct
{
    private const int None = -1;
    private const int FirstSize = 16;

    private readonly Dictionary<ulong, int> _places = [];
    private Entry[] _entries = new Entry[Math.Min(FirstSize, capacity)];
    private int _newest = None;
    private int _oldest = None;
    private int _free = None;

    /// <summary>How many there are.</summary>
    public int Count => _places.Count;

    /// <summary>The value of a key, made with its default where there is none; it is the one used last from now on. Good until the next call.</summary>
    public ref TValue Touch(ulong key)
    {
        if (_places.TryGetValue(key, out var place))
        {
            Unlink(place);
        }
        else
        {
            place = TakePlace();
            _entries[place] = new Entry { Key = key };
            _places.Add(key, place);
        }

        LinkAsNewest(place);
        return ref _entries[place].Value;
    }

    /// <summary>The value of a key, or a null reference; it does not count as used.</summary>
    public ref TValue Find(ulong key)
    {
        if (_places.TryGetValue(key, out var place))
        {
            return ref _entries[place].Value;
        }

        return ref Unsafe.NullRef<TValue>();
    }

    /// <summary>Forgets a key.</summary>
    public void Remove(ulong key)
    {
        if (_places.Remove(key, out var place))
        {
            Unlink(place);
            _entries[place].Newer = _free;
            _free = place;
        }
    }

    private int TakePlace()
    {
        if (_free != None)
        {
            var freed = _free;
            _free = _entries[freed].Newer;
            return freed;
        }

        if (_places.Count == capacity)
        {
            var oldest = _oldest;
            Unlink(oldest);
            _places.Remove(_entries[oldest].Key);
            return oldest;
        }

        if (_places.Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(capacity, _entries.Length * 2));
        }

        return _places.Count;
    }

    private void LinkAsNewest(int place)
    {
        ref var entry = ref _entries[place];
        (entry.Newer, entry.Older) = (None, _newest);
        if (_newest != None)
        {
            _entries[_newest].Newer = place;
        }

        _newest = place;
        if (_oldest == None)
        {
            _oldest = place;
        }
    }

    private void Unlink(int place)
    {
        var (newer, older) = (_entries[place].Newer, _entries[place].Older);
        if (newer == None)
        {
            _newest = older;
        }
        else
        {
            _entries[newer].Older = older;
        }

        if (older == None)
        {
            _oldest = newer;
        }
        else
        {
            _entries[older].Newer = newer;
        }
    }

    private struct Entry
    {
        public ulong Key;
        public int Newer;
        public int Older;
        public TValue Value;
    }
}
