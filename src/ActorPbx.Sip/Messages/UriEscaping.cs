using System.Buffers;
using System.Text;

namespace ActorPbx.Sip.Messages;

/// <summary>The <c>%HH</c> escapes of SIP URIs (RFC 3261 §19.1.2).</summary>
public static class UriEscaping
{
    private const string AlphaNumAndMark = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
    private static readonly SearchValues<byte> PlainUser = SearchValues.Create(Encoding.ASCII.GetBytes(AlphaNumAndMark + "&=+$,;?/"));
    private static readonly SearchValues<byte> PlainParameter = SearchValues.Create(Encoding.ASCII.GetBytes(AlphaNumAndMark + "[]/:&+$"));

    /// <summary>A user part ready for a URI: what may not stand there plainly is escaped, '#' too.</summary>
    public static string EscapeUser(string user) => Escape(user, PlainUser);

    /// <summary>A URI parameter's name or value ready for a URI.</summary>
    public static string EscapeParameter(string text) => Escape(text, PlainParameter);

    /// <summary>Undoes every escape; bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'%')) return Encoding.UTF8.GetString(text);
        var plain = text.Length <= 512 ? stackalloc byte[text.Length] : new byte[text.Length];
        var length = UnescapeTo(text, plain);
        return Encoding.UTF8.GetString(plain[..length]);
    }

    internal static int UnescapeTo(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'%' && i + 2 < text.Length && IsHex(text[i + 1]) && IsHex(text[i + 2]))
            {
                plain[length++] = (byte)((Hex(text[i + 1]) << 4) | Hex(text[i + 2]));
                i += 2;
            }
            else
            {
                plain[length++] = text[i];
            }
        }
        return length;
    }

    private static string Escape(string text, SearchValues<byte> plain)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!bytes.AsSpan().ContainsAnyExcept(plain)) return text;
        var escaped = new StringBuilder(bytes.Length + 16);
        foreach (var value in bytes)
        {
            if (plain.Contains(value)) escaped.Append((char)value);
            else escaped.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return escaped.ToString();
    }

    private static bool IsHex(byte value) => char.IsAsciiHexDigit((char)value);

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
