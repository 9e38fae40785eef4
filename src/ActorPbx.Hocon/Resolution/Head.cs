namespace ActorPbx.Hocon.Resolution;

/// <summary>A value known as far as its kind and keys; what lies inside is still to be followed. Undefined is a null head.</summary>
internal abstract class Head(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;

    public abstract string KindName { get; }
}

/// <summary>A scalar: nothing more to follow.</summary>
internal sealed class ScalarHead(HoconScalar value) : Head(value.Origin)
{
    public HoconScalar Value { get; } = value;

    public override string KindName => Value.KindName;
}

/// <summary>The blanks between two parts of a concatenation.</summary>
internal sealed class BlankHead(string text, HoconOrigin origin) : Head(origin)
{
    public string Text { get; } = text;

    public override string KindName => "blanks";
}

/// <summary>An object whose keys are known and whose values are slots.</summary>
internal sealed class ObjectHead(HoconOrigin origin) : Head(origin)
{
    public OrderedDictionary<string, Slot> Fields { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, HoconOrigin> KeyOrigins { get; } = new(StringComparer.Ordinal);

    public override string KindName => "object";
}

/// <summary>
/// An array whose items are slots. Arrays that grow by <c>+=</c> share one list: each sees only its own first items,
/// and the one that reaches to the list's end may add to it.
/// </summary>
internal sealed class ArrayHead : Head
{
    private readonly List<Slot> _shared;

    public ArrayHead(List<Slot> items, HoconOrigin origin) : base(origin)
    {
        _shared = items;
        Count = items.Count;
    }

    public int Count { get; }

    public override string KindName => "array";

    public ReadOnlySpan<Slot> Items => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_shared)[..Count];

    public ArrayHead With(ReadOnlySpan<Slot> more)
    {
        var items = _shared;
        if (items.Count != Count)
        {
            items = new List<Slot>(Count + more.Length);
            items.AddRange(Items);
        }
        items.AddRange(more);
        return new ArrayHead(items, Origin);
    }
}
