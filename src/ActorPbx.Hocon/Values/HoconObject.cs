using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ActorPbx.Hocon;

/// <summary>An object of a configuration: keys in the order in which they were first written.</summary>
public sealed class HoconObject : HoconValue, IReadOnlyDictionary<string, HoconValue>
{
    private readonly OrderedDictionary<string, HoconValue> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HoconOrigin>? _keyOrigins;

    /// <summary>An object of the given fields, in order; a later one replaces an earlier one of the same key.</summary>
    public HoconObject(IEnumerable<KeyValuePair<string, HoconValue>> fields, HoconOrigin origin = default)
        : this(fields, origin, null)
    {
    }

    internal HoconObject(IEnumerable<KeyValuePair<string, HoconValue>> fields, HoconOrigin origin, Dictionary<string, HoconOrigin>? keyOrigins)
        : base(origin)
    {
        var weight = 1L;
        var depth = 0;
        foreach (var (key, value) in fields)
        {
            _fields[key] = value;
            weight = Math.Min(weight + key.Length + value.Weight, int.MaxValue * 1024L);
            depth = Math.Max(depth, value.Depth);
        }
        _keyOrigins = keyOrigins;
        Weight = weight;
        Depth = depth + 1;
    }

    /// <summary>An object without fields.</summary>
    public static HoconObject Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _fields.Keys;

    /// <inheritdoc/>
    public IEnumerable<HoconValue> Values => _fields.Values;

    /// <inheritdoc/>
    public HoconValue this[string key] => _fields[key];

    /// <inheritdoc/>
    public override string KindName => "object";

    internal override long Weight { get; }

    internal override int Depth { get; }

    /// <summary>Where the key itself was written last; the value's origin may be elsewhere when it came by substitution.</summary>
    public HoconOrigin KeyOrigin(string key) =>
        _keyOrigins is not null && _keyOrigins.TryGetValue(key, out var origin) ? origin
        : _fields.TryGetValue(key, out var value) ? value.Origin : Origin;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _fields.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out HoconValue value) => _fields.TryGetValue(key, out value);

    /// <summary>The value at a path, or null when there is none; numeric elements also walk into arrays.</summary>
    public HoconValue? Find(HoconPath path)
    {
        HoconValue? current = this;
        foreach (var key in path)
        {
            current = current switch
            {
                HoconObject o => o._fields.GetValueOrDefault(key),
                HoconArray a when NumericKeys.TryParse(key, out var i) && i < a.Count => a[i],
                _ => null,
            };
            if (current is null) return null;
        }
        return current;
    }

    /// <summary>The value at a path written as in a file (<c>a.b."c.d"</c>), or null when there is none.</summary>
    public HoconValue? Find(string path) => Find(HoconPath.Parse(path));

    /// <summary>The values of numeric keys in the order of the numbers, as HOCON has it; null when no key is a number.</summary>
    public HoconArray? ToArray()
    {
        var items = NumericKeys.InOrder(_fields);
        return items.Count == 0 ? null : new HoconArray(items, Origin);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, HoconValue>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
