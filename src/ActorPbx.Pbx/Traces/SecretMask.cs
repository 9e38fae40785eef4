using System.Text;

namespace ActorPbx.Pbx.Traces;

/// <summary>
/// Takes out of a SIP message what would let its reader act as its sender: the proof in digest credentials, any other credentials whole, and SRTP keys in SDP.
/// Every byte is overwritten where it stands, so that lengths and offsets stay true.
/// </summary>
public static class SecretMask
{
    private const byte Star = (byte)'*';

    // RFC 7616 §3.4: with the response, a password can be tried out; with cnonce and nonce known, that is all that is needed.
    private static readonly string[] s_proofs = ["response", "cnonce"];

    /// <summary>Masks in place.</summary>
    public static void Apply(Span<byte> message)
    {
        var headEnd = ((ReadOnlySpan<byte>)message).IndexOf("\r\n\r\n"u8);
        var head = headEnd < 0 ? message : message[..headEnd];
        var from = 0;
        while (from < head.Length)
        {
            var end = head[from..].IndexOf("\r\n"u8);
            // RFC 3261 §7.3.1: a line that begins with white space goes on with the one before.
            while (end >= 0 && from + end + 2 < head.Length && head[from + end + 2] is (byte)' ' or (byte)'\t')
            {
                var more = head[(from + end + 2)..].IndexOf("\r\n"u8);
                end = more < 0 ? -1 : end + 2 + more;
            }

            var line = end < 0 ? head[from..] : head.Slice(from, end);
            MaskLine(line);
            from = end < 0 ? head.Length : from + end + 2;
        }

        if (headEnd >= 0)
        {
            MaskKeys(message[(headEnd + 4)..]);
        }
    }

    private static void MaskLine(Span<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return;
        }

        var name = ((ReadOnlySpan<byte>)line)[..colon].TrimEnd(" \t"u8);
        if (!Ascii.EqualsIgnoreCase(name, "Authorization"u8) && !Ascii.EqualsIgnoreCase(name, "Proxy-Authorization"u8))
        {
            return;
        }

        var value = line[(colon + 1)..];
        var start = ((ReadOnlySpan<byte>)value).IndexOfAnyExcept((byte)' ', (byte)'\t');
        value = start < 0 ? default : value[start..];
        if (value.Length >= 6 && Ascii.EqualsIgnoreCase(value[..6], "Digest"u8))
        {
            foreach (var proof in s_proofs)
            {
                MaskParameter(value, proof);
            }

            return;
        }

        var scheme = value.IndexOf((byte)' ');
        value[(scheme < 0 ? 0 : scheme + 1)..].Fill(Star);
    }

    private static void MaskParameter(Span<byte> credentials, string name)
    {
        for (var at = 0; at + name.Length < credentials.Length; at++)
        {
            if (!Ascii.EqualsIgnoreCase(credentials.Slice(at, name.Length), name) || (at > 0 && credentials[at - 1] is not ((byte)' ' or (byte)',' or (byte)'\t' or (byte)'\n')))
            {
                continue;
            }

            var rest = credentials[(at + name.Length)..];
            var equals = ((ReadOnlySpan<byte>)rest).IndexOfAnyExcept((byte)' ', (byte)'\t');
            if (equals < 0 || rest[equals] != '=')
            {
                continue;
            }

            // Not the first one alone: a name in quotes may look like it.
            MaskValue(rest[(equals + 1)..]);
        }
    }

    private static void MaskValue(Span<byte> value)
    {
        var start = ((ReadOnlySpan<byte>)value).IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (start < 0)
        {
            return;
        }

        value = value[start..];
        var quoted = value[0] == '"';
        value = quoted ? value[1..] : value;
        var end = quoted ? value.IndexOf((byte)'"') : value.IndexOfAny((byte)',', (byte)' ', (byte)'\r');
        (end < 0 ? value : value[..end]).Fill(Star);
    }

    // RFC 4568 §9.1: a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:KEY
    private static void MaskKeys(Span<byte> body)
    {
        while (body.IndexOf("inline:"u8) is >= 0 and var at)
        {
            body = body[(at + 7)..];
            var end = body.IndexOfAny((byte)' ', (byte)'\r', (byte)'\n');
            var key = end < 0 ? body : body[..end];
            key.Fill(Star);
            body = body[key.Length..];
        }
    }
}
