using System.Collections;
using System.Text;
using ActorPbx.Hocon.Syntax;

namespace ActorPbx.Hocon;

/// <summary>A path through a configuration: the keys from the root to a value, written <c>a.b."c.d"</c>.</summary>
public sealed class HoconPath : IReadOnlyList<string>, IEquatable<HoconPath>
{
    private readonly string[] _keys;

    /// <summary>A path of the given keys, taken as they are.</summary>
    public HoconPath(params IEnumerable<string> keys) => _keys = keys.ToArray();

    /// <summary>The path of the root itself.</summary>
    public static HoconPath Root { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _keys.Length;

    /// <inheritdoc/>
    public string this[int index] => _keys[index];

    /// <summary>Reads a path expression; throws <see cref="HoconException"/> when it is empty or badly formed.</summary>
    public static HoconPath Parse(string expression)
    {
        var scanner = new Scanner(new SourceText("path", expression));
        var path = PathReader.Read(scanner);
        return scanner.AtEnd ? path : throw scanner.Error($"{scanner.Describe()} cannot stand in a path");
    }

    /// <summary>This path with one more key.</summary>
    public HoconPath Append(string key) => new([.. _keys, key]);

    /// <summary>This path with another one behind it.</summary>
    public HoconPath Append(HoconPath tail) => tail.Count == 0 ? this : Count == 0 ? tail : new([.. _keys, .. tail._keys]);

    /// <inheritdoc/>
    public bool Equals(HoconPath? other) => other is not null && _keys.AsSpan().SequenceEqual(other._keys);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HoconPath);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var key in _keys) hash.Add(key, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_keys).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The path as one would write it, keys quoted where they must be.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var key in _keys)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(Quoting.Key(key));
        }
        return text.ToString();
    }
}
