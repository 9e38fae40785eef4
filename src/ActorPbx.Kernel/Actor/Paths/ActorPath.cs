using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>The unique place of an actor: the names from the root of its system down, and the address of the system.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>, IComparable, ISurrogated
{
    /// <summary>The characters besides letters and digits that a name may have.</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private int _hash;

    /// <summary>Makes a path below a parent; a root has none.</summary>
    private protected ActorPath(Address address, ActorPath? parent, string name, long uid)
    {
        Address = address;
        ParentOrNull = parent;
        Name = name;
        Uid = uid;
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>The address of the system the actor lives in.</summary>
    public Address Address { get; }

    /// <summary>The last element.</summary>
    public string Name { get; }

    /// <summary>Tells incarnations of one path apart; 0 when not known.</summary>
    public long Uid { get; }

    /// <summary>How many elements lie below the root.</summary>
    public int Depth { get; }

    internal ActorPath? ParentOrNull { get; }

    /// <summary>The path above; a root is its own parent.</summary>
    public ActorPath Parent => ParentOrNull ?? this;

    /// <summary>The topmost path.</summary>
    public ActorPath Root => ParentOf(0);

    /// <summary>The names from below the root down to this.</summary>
    public IReadOnlyList<string> Elements => Collect(withUid: false);

    internal IReadOnlyList<string> ElementsWithUid => Collect(withUid: true);

    /// <summary>Whether the text may be one element of a path that a user names.</summary>
    public static bool IsValidPathElement(string s) => ActorPathText.IsValidElement(s);

    /// <summary>Reads an absolute path with address, or throws <see cref="UriFormatException"/>.</summary>
    public static ActorPath Parse(string path) =>
        TryParse(path, out ActorPath? result) ? result : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    /// <summary>Reads an absolute path with address.</summary>
    public static bool TryParse(string path, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ActorPath? actorPath) =>
        ActorPathText.TryParse(null, path, out actorPath);

    /// <summary>Reads a path that may be relative to a base.</summary>
    public static bool TryParse(ActorPath? basePath, string path, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ActorPath? actorPath) =>
        ActorPathText.TryParse(basePath, path, out actorPath);

    /// <summary>Reads the address at the start of a path.</summary>
    public static bool TryParseAddress(string path, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Address? address) =>
        Address.TryParse(path, out address);

    /// <summary>Reads the address at the start of a path and hands back the rest.</summary>
    public static bool TryParseAddress(
        string path, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Address? address, out ReadOnlySpan<char> absoluteUri) =>
        Address.TryParse(path.AsSpan(), out address, out absoluteUri);

    /// <summary>Splits a path after its authority, without reading either part.</summary>
    public static bool TryParseParts(ReadOnlySpan<char> path, out ReadOnlySpan<char> address, out ReadOnlySpan<char> absoluteUri)
    {
        int scheme = path.IndexOf(':');
        int slash = scheme < 0 || !path[scheme..].StartsWith("://", StringComparison.Ordinal) ? -1 : path[(scheme + 3)..].IndexOf('/');
        address = slash < 0 ? [] : path[..(scheme + 3 + slash)];
        absoluteUri = slash < 0 ? path : path[(scheme + 3 + slash)..];
        return slash >= 0;
    }

    /// <summary>Joins names into the form with slashes.</summary>
    public static string FormatPathElements(IEnumerable<string> pathElements) => string.Concat(pathElements.Select(static e => "/" + e));

    /// <summary>The path of a child.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        (string bare, long uid) = ActorCell.GetNameAndUid(name);
        return new ChildActorPath(path, bare, uid);
    }

    /// <summary>The path further down; empty names are left out.</summary>
    public static ActorPath operator /(ActorPath path, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            path = name.Length == 0 ? path : path / name;
        }

        return path;
    }

    /// <summary>The ancestor that has the given depth; a negative depth counts upwards from here.</summary>
    public ActorPath ParentOf(int depth)
    {
        int wanted = depth >= 0 ? depth : Math.Max(Depth + depth, 0);
        ActorPath current = this;
        while (current.Depth > wanted)
        {
            current = current.ParentOrNull!;
        }

        return current;
    }

    /// <summary>The same path for the given incarnation.</summary>
    public abstract ActorPath WithUid(long uid);

    /// <summary>The names with slashes, without the address.</summary>
    public string ToStringWithoutAddress() => ActorPathText.Write(this, "");

    /// <summary>The whole path with the system's address.</summary>
    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>The whole path; the given address stands in where the own one is local.</summary>
    public string ToStringWithAddress(Address address) =>
        IgnoreActorRef.IsIgnoreRefPath(this)
            ? ToString()
            : ActorPathText.Write(this, Address.HasGlobalScope ? Address.ToString() : address.ToString());

    /// <summary>The whole path followed by the incarnation, if known.</summary>
    public string ToStringWithUid() => WithUidText(ToStringWithAddress());

    /// <summary>The form that goes into serialised references.</summary>
    public string ToSerializationFormat() => ToStringWithUid();

    /// <summary>The form that goes into serialised references, seen from outside.</summary>
    public string ToSerializationFormatWithAddress(Address address) =>
        IgnoreActorRef.IsIgnoreRefPath(this) ? ToString() : WithUidText(ToStringWithAddress(address));

    private string WithUidText(string text) => Uid == ActorCell.UndefinedUid ? text : $"{text}#{Uid}";

    /// <inheritdoc />
    public override string ToString() => ActorPathText.Write(this, Address.ToString());

    /// <inheritdoc />
    public bool Equals(ActorPath? other)
    {
        if (other is null || Depth != other.Depth || !Address.Equals(other.Address))
        {
            return false;
        }

        ActorPath? a = this, b = other;
        while (a is not null && b is not null)
        {
            if (ReferenceEquals(a, b))
            {
                return true;
            }

            if (a.Name != b.Name)
            {
                return false;
            }

            a = a.ParentOrNull;
            b = b.ParentOrNull;
        }

        return a is null && b is null;
    }

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is ActorPath other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            int hash = HashCode.Combine(ParentOrNull is { } parent ? parent.GetHashCode() : Address.GetHashCode(), Name);
            _hash = hash == 0 ? 1 : hash;
        }

        return _hash;
    }

    /// <inheritdoc />
    public int CompareTo(ActorPath? other) => other is null ? 1 : string.CompareOrdinal(ToString(), other.ToString());

    int IComparable.CompareTo(object? obj) => CompareTo(obj as ActorPath);

    /// <summary>Same place, whatever the incarnation.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    /// <summary>Different place.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    /// <inheritdoc />
    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    private string[] Collect(bool withUid)
    {
        var names = new string[Depth];
        ActorPath current = this;
        for (int i = Depth - 1; i >= 0; i--)
        {
            names[i] = withUid && i == Depth - 1 && Uid != ActorCell.UndefinedUid ? $"{Name}#{Uid}" : current.Name;
            current = current.ParentOrNull!;
        }

        return names;
    }

    /// <summary>A path as it is serialised.</summary>
    public sealed class Surrogate(string path) : ISurrogate
    {
        /// <summary>The whole path with address and incarnation.</summary>
        public string Path { get; } = path;

        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => Parse(Path);
    }
}
