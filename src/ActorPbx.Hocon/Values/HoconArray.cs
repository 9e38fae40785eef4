using System.Collections;

namespace ActorPbx.Hocon;

/// <summary>An array of a configuration.</summary>
public sealed class HoconArray : HoconValue, IReadOnlyList<HoconValue>
{
    private readonly HoconValue[] _items;

    /// <summary>An array of the given values, in order.</summary>
    public HoconArray(IEnumerable<HoconValue> items, HoconOrigin origin = default) : base(origin)
    {
        _items = items.ToArray();
        var weight = 1L;
        var depth = 0;
        foreach (var item in _items)
        {
            weight = Math.Min(weight + item.Weight, int.MaxValue * 1024L);
            depth = Math.Max(depth, item.Depth);
        }
        Weight = weight;
        Depth = depth + 1;
    }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public HoconValue this[int index] => _items[index];

    /// <inheritdoc/>
    public override string KindName => "array";

    internal override long Weight { get; }

    internal override int Depth { get; }

    /// <inheritdoc/>
    public IEnumerator<HoconValue> GetEnumerator() => ((IEnumerable<HoconValue>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
