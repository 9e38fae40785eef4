using System.Text;

namespace ActorPbx.Hocon.Resolution;

/// <summary>A value known as far as its kind and keys; what lies inside is still to be followed. Undefined is a null head.</summary>
internal abstract class Head(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;

    public abstract string KindName { get; }
}

/// <summary>A scalar: nothing more to follow. One that was joined of others is put together only when it is wanted: a field may add to itself ten thousand times.</summary>
internal sealed class ScalarHead : Head
{
    private HoconScalar? _value;
    private Head[]? _parts;

    public ScalarHead(HoconScalar value) : base(value.Origin) => (_value, Length) = (value, value.Text.Length);

    /// <param name="parts">Scalars and blanks, none of them empty, and never one alone: so there are at most twice as many heads to look at as characters.</param>
    /// <param name="length">Characters of all of them.</param>
    /// <param name="origin">Where they were joined.</param>
    public ScalarHead(Head[] parts, long length, HoconOrigin origin) : base(origin) => (_parts, Length) = (parts, length);

    /// <summary>Characters of its text.</summary>
    public long Length { get; }

    /// <summary>Its text is there, and takes no more memory.</summary>
    public bool IsTogether => _value is not null;

    public bool IsString => _value is null or { Kind: HoconScalarKind.String };

    public HoconScalar Value => _value ??= PutTogether();

    public override string KindName => IsString ? "string" : Value.KindName;

    private HoconScalar PutTogether()
    {
        var text = new StringBuilder((int)Length);
        var open = new Stack<Head>([this]);
        while (open.TryPop(out var next))
        {
            if (next is BlankHead blanks) text.Append(blanks.Text);
            else if (next is ScalarHead { _value: { } known }) text.Append(known.Text);
            else if (next is ScalarHead { _parts: { } parts }) for (var i = parts.Length - 1; i >= 0; i--) open.Push(parts[i]);
        }
        _parts = null;
        return HoconScalar.String(text.ToString(), Origin);
    }
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
