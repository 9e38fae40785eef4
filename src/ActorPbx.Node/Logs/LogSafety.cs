using System.Text;
using ActorPbx.Hocon;

namespace ActorPbx.Node.Logs;

/// <summary>
/// The last door before the log: credentials do not pass it, and text from the network cannot forge lines. Nobody logs
/// them on purpose; this holds when someone logs a whole message.
/// </summary>
public static class LogSafety
{
    /// <summary>What stands for a secret.</summary>
    public const string Mask = "***";

    // Header fields of RFC 3261 §20.7 and §20.28, and the digest parameters of RFC 7616 §3.4 that prove knowledge of a password.
    private static readonly string[] Headers = ["Authorization"];
    private static readonly string[] Parameters = ["response", "cnonce", "password", "ha1"];

    /// <summary>True for a value whose name says that it is secret.</summary>
    public static bool IsSecret(string name) => SecretKeys.IsSecretName(name) || name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text with credentials masked.</summary>
    public static string WithoutSecrets(string text)
    {
        foreach (var header in Headers)
        {
            text = Masked(text, header, ":", '\r', '\n');
        }

        foreach (var parameter in Parameters)
        {
            text = Masked(text, parameter, "=\"", '"', '"');
        }

        return text;
    }

    /// <summary>Adds text with control characters escaped, so that it stays on its line and says nothing to a terminal.</summary>
    public static void Append(StringBuilder into, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '\n':
                    into.Append("\\n");
                    break;
                case '\r':
                    into.Append("\\r");
                    break;
                case '\t':
                    into.Append('\t');
                    break;
                case var _ when char.IsControl(c):
                    into.Append("\\u").Append(((int)c).ToString("x4"));
                    break;
                default:
                    into.Append(c);
                    break;
            }
        }
    }

    private static string Masked(string text, string name, string marks, char end, char otherEnd)
    {
        StringBuilder? safe = null;
        var from = 0;
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at, StringComparison.OrdinalIgnoreCase))
        {
            at += name.Length;
            var value = ValueAt(text, at, marks);
            if (value < 0)
            {
                continue;
            }

            (safe ??= new StringBuilder(text.Length)).Append(text, from, value - from).Append(Mask);
            var stop = text.AsSpan(value).IndexOfAny(end, otherEnd);
            from = at = stop < 0 ? text.Length : value + stop;
        }

        return safe is null ? text : safe.Append(text, from, text.Length - from).ToString();
    }

    // RFC 3261 §25.1: blanks may stand before the colon of a header field and around the = of a parameter.
    private static int ValueAt(string text, int position, string marks)
    {
        foreach (var mark in marks)
        {
            while (position < text.Length && text[position] is ' ' or '\t')
            {
                position++;
            }

            if (position == text.Length || text[position] != mark)
            {
                return -1;
            }

            position++;
        }

        return position;
    }
}
