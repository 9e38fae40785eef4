using System.Text;

namespace ActorPbx.Sip.Parsing;

/// <summary>Quoted strings, angle brackets and the commas between them (RFC 3261 §25.1).</summary>
internal static class QuotedText
{
    /// <summary>Length of the quoted string at the start of the text, both quotes counted; −1 when it never ends.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        var position = 1;
        while (position < text.Length)
        {
            var next = text[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return -1;
            position += next;
            if (text[position] == (byte)'"') return position + 1;
            position += 2;
        }
        return -1;
    }

    /// <summary>Index of the first of the two delimiters outside quotes and angle brackets, or −1; −2 when a quote or bracket stays open.</summary>
    public static int IndexOfOutside(ReadOnlySpan<byte> text, byte delimiter)
    {
        var position = 0;
        while (true)
        {
            var next = text[position..].IndexOfAny(delimiter, (byte)'"', (byte)'<');
            if (next < 0) return -1;
            position += next;
            if (text[position] == delimiter) return position;
            var length = text[position] == (byte)'"' ? Length(text[position..]) : text[position..].IndexOf((byte)'>') + 1;
            if (length < 1) return -2;
            position += length;
        }
    }

    /// <summary>The text inside the quotes with quoted pairs undone; unquoted text as it is.</summary>
    public static string Unquote(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != (byte)'"') return Encoding.UTF8.GetString(text);
        return Unescape(text[1..^1]);
    }

    /// <summary>The inside of a quoted string with quoted pairs undone.</summary>
    public static string Unescape(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\')) return Encoding.UTF8.GetString(text);
        var plain = text.Length <= 512 ? stackalloc byte[text.Length] : new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == (byte)'\\' && i + 1 < text.Length) i++;
            plain[length++] = text[i];
        }
        return Encoding.UTF8.GetString(plain[..length]);
    }

    /// <summary>The text between quotes, with quotes and backslashes escaped.</summary>
    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
