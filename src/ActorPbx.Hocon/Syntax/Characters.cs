using System.Globalization;

namespace ActorPbx.Hocon.Syntax;

/// <summary>The character classes of HOCON: its own whitespace, and what may stand in an unquoted string.</summary>
internal static class Characters
{
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";

    // HOCON "Whitespace": Zs, Zl, Zp, tab, LF, VT, FF, CR, FS, GS, RS, US, and the byte order mark.
    public static bool IsWhitespace(char c) => c switch
    {
        ' ' or '\n' or '\t' or '\r' or '\v' or '\f' or '\u001c' or '\u001d' or '\u001e' or '\u001f' or '\ufeff' => true,
        < '\u0080' => false,
        _ => char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator,
    };

    public static bool IsReserved(char c) => c < 128 && Reserved.Contains(c);

    public static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!IsWhitespace(c)) return false;
        return true;
    }

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsWhitespace(text[start])) start++;
        while (end > start && IsWhitespace(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary>Length of the JSON number at the start of the text, 0 when there is none.</summary>
    public static int NumberLength(ReadOnlySpan<char> text)
    {
        var i = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = Digits(text, i);
        if (whole == i || (text[i] == '0' && whole > i + 1)) return 0;
        i = whole;
        if (i < text.Length && text[i] == '.')
        {
            var fraction = Digits(text, i + 1);
            if (fraction == i + 1) return i;
            i = fraction;
        }
        if (i >= text.Length || text[i] is not ('e' or 'E')) return i;
        var sign = i + 1 < text.Length && text[i + 1] is '+' or '-' ? i + 2 : i + 1;
        var exponent = Digits(text, sign);
        return exponent == sign ? i : exponent;
    }

    private static int Digits(ReadOnlySpan<char> text, int i)
    {
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        return i;
    }
}
