using System.Diagnostics.CodeAnalysis;

namespace ActorPbx.Kernel.Util;

/// <summary>Keeps the values that were asked for last, up to a number of them.</summary>
internal sealed class LruCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _places = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byUse = new();

    /// <summary>Finds a value, which thereby is the one asked for last.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_places.TryGetValue(key, out var place))
        {
            value = default;
            return false;
        }

        _byUse.Remove(place);
        _byUse.AddFirst(place);
        value = place.Value.Value;
        return true;
    }

    /// <summary>Keeps a value in the place of the key's old one; the one not asked for longest goes if there is no room.</summary>
    public void Add(TKey key, TValue value)
    {
        if (_places.Remove(key, out var old))
        {
            _byUse.Remove(old);
        }
        else if (_places.Count >= capacity && _byUse.Last is { } last)
        {
            _places.Remove(last.Value.Key);
            _byUse.RemoveLast();
        }

        _places[key] = _byUse.AddFirst((key, value));
    }
}
