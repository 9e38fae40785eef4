using System.Text;

namespace ActorPbx.Sip.Messages;

/// <summary>One line of a header: a slice of a message's bytes that nobody has decoded, or the text that was set.</summary>
internal struct HeaderEntry
{
    /// <summary>A <c>byte[]</c> that <see cref="Start"/> and <see cref="Length"/> cut from, or a <c>string</c>.</summary>
    public object Source;

    /// <summary>Name of an unknown header that was set as text; null for known ones and for those read from bytes.</summary>
    public string? Name;
    public int NameStart;
    public int Start;
    public int Length;
    public ushort NameLength;
    public HeaderId Id;

    public readonly ReadOnlyMemory<byte> Bytes =>
        Source is byte[] bytes ? new ReadOnlyMemory<byte>(bytes, Start, Length) : Encoding.UTF8.GetBytes((string)Source);

    public readonly string Text => Source as string ?? CommonText.Value(((byte[])Source).AsSpan(Start, Length));

    public readonly HeaderName HeaderName => new(Id, Id == HeaderId.Unknown ? Name ?? Encoding.UTF8.GetString(RawName) : null);

    /// <summary>The bytes of an unknown name; only for an entry read from bytes.</summary>
    public readonly ReadOnlySpan<byte> RawName => ((byte[])Source).AsSpan(NameStart, NameLength);

    public readonly bool Is(HeaderName name)
    {
        if (Id != name.Id) return false;
        if (Id != HeaderId.Unknown) return true;
        return Name is not null ? string.Equals(Name, name.Name, StringComparison.OrdinalIgnoreCase) : Ascii.EqualsIgnoreCase(RawName, name.Name);
    }
}
