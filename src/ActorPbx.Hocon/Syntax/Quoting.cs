using System.Globalization;
using System.Text;

namespace ActorPbx.Hocon.Syntax;

/// <summary>Writes keys and strings so that they read back as what they were.</summary>
internal static class Quoting
{
    /// <summary>A key as it may stand in a path: bare when it is made of letters, digits, hyphen and underscore.</summary>
    public static string Key(string key)
    {
        if (key.Length == 0 || key == "include") return String(key);
        foreach (var c in key)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return String(key);
        return key;
    }

    /// <summary>A JSON string with its quotes.</summary>
    public static string String(string text)
    {
        var result = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text) AppendEscaped(result, c);
        return result.Append('"').ToString();
    }

    private static void AppendEscaped(StringBuilder to, char c)
    {
        switch (c)
        {
            case '"': to.Append("\\\""); break;
            case '\\': to.Append("\\\\"); break;
            case '\n': to.Append("\\n"); break;
            case '\r': to.Append("\\r"); break;
            case '\t': to.Append("\\t"); break;
            case '\b': to.Append("\\b"); break;
            case '\f': to.Append("\\f"); break;
            default:
                if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\ufeff')
                    to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                else to.Append(c);
                break;
        }
    }
}
