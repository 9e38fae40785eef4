using System.Text;

namespace ActorPbx.Pbx.Traces;

/// <summary>
/// Finds a few header fields in the bytes of a SIP message without making a message of them; also of one that is faulty. Folded lines are taken as far as their
/// first line goes.
/// </summary>
public readonly ref struct HeaderScan
{
    private readonly ReadOnlySpan<byte> _message;

    /// <summary>Over a whole message.</summary>
    public HeaderScan(ReadOnlySpan<byte> message)
    {
        // RFC 3261 §7.5: empty lines before the start line are ignored.
        while (message.StartsWith("\r\n"u8))
        {
            message = message[2..];
        }

        _message = message;
        var end = message.IndexOf("\r\n\r\n"u8);
        Head = end < 0 ? message : message[..end];
    }

    /// <summary>The start line and the header fields.</summary>
    public ReadOnlySpan<byte> Head { get; }

    /// <summary>The start line.</summary>
    public ReadOnlySpan<byte> StartLine => LineAt(0);

    /// <summary>True when a body follows.</summary>
    public bool HasBody => Head.Length + 4 < _message.Length;

    /// <summary>The value of the first field of a name, or of its short form (RFC 3261 §7.3.3); empty when there is none.</summary>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> name, byte shortName)
    {
        for (var at = NextLine(0); at < Head.Length; at = NextLine(at))
        {
            var line = LineAt(at);
            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                continue;
            }

            var field = line[..colon].TrimEnd(" \t"u8);
            if (Ascii.EqualsIgnoreCase(field, name) || (field.Length == 1 && (field[0] | 0x20) == shortName))
            {
                return line[(colon + 1)..].Trim(" \t"u8);
            }
        }

        return default;
    }

    /// <summary>The tag of a From or To value; empty when it has none.</summary>
    public static ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> address)
    {
        // A parameter of the header stands after the closing bracket; one inside belongs to the URI.
        var close = address.LastIndexOf((byte)'>');
        var parameters = close < 0 ? address : address[close..];
        var at = parameters.IndexOf(";tag="u8);
        if (at < 0)
        {
            return default;
        }

        var tag = parameters[(at + 5)..];
        var end = tag.IndexOfAny((byte)';', (byte)' ', (byte)'\t');
        return end < 0 ? tag : tag[..end];
    }

    private ReadOnlySpan<byte> LineAt(int at)
    {
        var rest = Head[Math.Min(at, Head.Length)..];
        var end = rest.IndexOf("\r\n"u8);
        return end < 0 ? rest : rest[..end];
    }

    private int NextLine(int at)
    {
        var end = Head[at..].IndexOf("\r\n"u8);
        return end < 0 ? Head.Length : at + end + 2;
    }
}
