using System.Globalization;
using ActorPbx.Hocon;
using Tree = ActorPbx.Hocon;

namespace ActorPbx.Kernel.Configuration.Hocon;

/// <summary>A setting as Akka.NET's configuration hands it out: asked for a type, it converts or throws.</summary>
public sealed class HoconValue
{
    private readonly Tree.HoconValue? _value;

    /// <summary>An empty value.</summary>
    public HoconValue()
    {
    }

    internal HoconValue(Tree.HoconValue value) => _value = value;

    /// <summary>True when it holds nothing, or an object without fields.</summary>
    public bool IsEmpty => _value is null or Tree.HoconObject { Count: 0 };

    internal Tree.HoconValue? Value => _value;

    /// <summary>True for a string, number, boolean or null.</summary>
    public bool IsString() => _value is HoconScalar;

    /// <summary>True for an object.</summary>
    public bool IsObject() => _value is Tree.HoconObject;

    /// <summary>True for an array, or an object whose keys are numbers.</summary>
    public bool IsArray() => _value is HoconArray;

    /// <summary>The object's fields; null when it is none.</summary>
    public HoconObject? GetObject() => _value is Tree.HoconObject fields ? new HoconObject(fields) : null;

    /// <summary>The child of an object; null when there is none.</summary>
    public HoconValue? GetChildObject(string key) =>
        _value is Tree.HoconObject fields && fields.TryGetValue(key, out var child) ? new HoconValue(child) : null;

    /// <summary>This value as a configuration in which it stands at <paramref name="key"/>.</summary>
    public Config AtKey(string key) => new(new Tree.HoconObject(_value is null ? [] : [new(key, _value)]));

    /// <summary>The text; null for null, objects and arrays.</summary>
    public string? GetString() => _value is HoconScalar { IsNull: false } scalar ? scalar.Text : null;

    /// <summary>true, yes and on, or false, no and off.</summary>
    public bool GetBoolean() => GetString() switch
    {
        "true" or "on" or "yes" => true,
        "false" or "off" or "no" => false,
        var other => throw new NotSupportedException($"Unknown boolean format: {other}{Place}"),
    };

    /// <summary>A whole number.</summary>
    public int GetInt() => Number(int.Parse);

    /// <summary>A whole number.</summary>
    public long GetLong() => Number(long.Parse);

    /// <summary>A whole number of 0 to 255.</summary>
    public byte GetByte() => Number(byte.Parse);

    /// <summary>A number.</summary>
    public float GetFloat() => Number(float.Parse);

    /// <summary>A number.</summary>
    public double GetDouble() => Number(double.Parse);

    /// <summary>A number.</summary>
    public decimal GetDecimal() => Number(decimal.Parse);

    /// <summary>A size in bytes; null when it has no text.</summary>
    public long? GetByteSize()
    {
        if (GetString() is not { } text) return null;
        return DataSize.TryParse(text, out var size) ? size.Bytes : throw new FormatException($"'{text}' is not a size in bytes{Place}");
    }

    /// <summary>A duration, a bare number in milliseconds; <c>infinite</c> is <see cref="Timeout.InfiniteTimeSpan"/> if allowed.</summary>
    public TimeSpan GetTimeSpan(bool allowInfinite = true)
    {
        var text = GetString() ?? throw new FormatException($"a duration was expected{Place}");
        if (allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase)) return Timeout.InfiniteTimeSpan;
        if (!HoconDuration.TryParse(text, out var duration)) throw new FormatException($"'{text}' is not a duration{Place}");
        return duration >= TimeSpan.Zero ? duration : throw new FormatException($"Expected a positive value instead of {text}{Place}");
    }

    /// <summary>The items of an array, or of an object whose keys are numbers; empty for anything else.</summary>
    public IList<HoconValue> GetArray() => (_value switch
    {
        HoconArray array => array.Select(item => new HoconValue(item)),
        Tree.HoconObject fields => Numbered(fields),
        _ => [],
    }).ToList();

    /// <summary>The items as texts.</summary>
    public IList<string> GetStringList() => GetArray().Select(v => v.GetString()!).ToList();

    /// <summary>The items as whole numbers.</summary>
    public IList<int> GetIntList() => GetArray().Select(v => v.GetInt()).ToList();

    /// <summary>The items as whole numbers.</summary>
    public IList<long> GetLongList() => GetArray().Select(v => v.GetLong()).ToList();

    /// <summary>The items as bytes.</summary>
    public IList<byte> GetByteList() => GetArray().Select(v => v.GetByte()).ToList();

    /// <summary>The items as booleans.</summary>
    public IList<bool> GetBooleanList() => GetArray().Select(v => v.GetBoolean()).ToList();

    /// <summary>The items as numbers.</summary>
    public IList<double> GetDoubleList() => GetArray().Select(v => v.GetDouble()).ToList();

    /// <summary>The items as numbers.</summary>
    public IList<float> GetFloatList() => GetArray().Select(v => v.GetFloat()).ToList();

    /// <summary>The items as numbers.</summary>
    public IList<decimal> GetDecimalList() => GetArray().Select(v => v.GetDecimal()).ToList();

    /// <summary>The value as HOCON.</summary>
    public override string ToString() => _value is null ? "" : HoconRenderer.Render(_value, HoconRenderOptions.Hocon);

    private string Place => _value is null || _value.Origin.Line == 0 ? "" : $" ({_value.Origin})";

    private T Number<T>(Func<string, IFormatProvider, T> parse)
    {
        var text = GetString() ?? throw new FormatException($"a number was expected{Place}");
        try
        {
            return parse(text, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new FormatException($"'{text}' is not a number of type {typeof(T).Name}{Place}", e);
        }
    }

    private static IEnumerable<HoconValue> Numbered(Tree.HoconObject fields) => fields
        .Where(f => int.TryParse(f.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .OrderBy(f => int.Parse(f.Key, CultureInfo.InvariantCulture)).Select(f => new HoconValue(f.Value));
}
