using System.Globalization;
using System.Text;

namespace ActorPbx.Kernel.Event;

/// <summary>
/// Formats texts with named places, which take the arguments in their order, and texts with numbered places, as <see cref="string.Format(string, object[])"/> does.
/// A named place may have a width and a format: <c>{Length,8:F1}</c>.
/// </summary>
public sealed class SemanticLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>The one value of this type.</summary>
    public static readonly SemanticLogMessageFormatter Instance = new();

    private SemanticLogMessageFormatter()
    {
    }

    /// <inheritdoc />
    public string Format(string format, params object[] args) => Format(format, (IEnumerable<object>)args);

    /// <inheritdoc />
    public string Format(string format, IEnumerable<object> args)
    {
        if (string.IsNullOrEmpty(format))
        {
            return "";
        }

        IReadOnlyList<object> given = args as IReadOnlyList<object> ?? [.. args ?? []];
        IReadOnlyList<string> names = MessageTemplateParser.GetPropertyNames(format);
        if (given.Count > 0 && names.Count > 0 && int.TryParse(names[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return string.Format(CultureInfo.CurrentCulture, format, given as object[] ?? [.. given]);
        }

        return names.Count == 0 && format.AsSpan().IndexOfAny('{', '}') < 0 ? format : FillNamed(format, given);
    }

    private static string FillNamed(string format, IReadOnlyList<object> args)
    {
        var text = new StringBuilder(format.Length + (args.Count * 8));
        int used = 0;
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (c is '{' or '}' && MessageTemplateParser.IsDoubled(format, i))
            {
                text.Append(c);
                i++;
            }
            else if (c == '{' && format.IndexOf('}', i) is var close && close > i)
            {
                Fill(text, format.AsSpan(i + 1, close - i - 1), args, ref used);
                i = close;
            }
            else
            {
                text.Append(c);
            }
        }

        return text.ToString();
    }

    private static void Fill(StringBuilder text, ReadOnlySpan<char> place, IReadOnlyList<object> args, ref int used)
    {
        if (place.IsEmpty)
        {
            return;
        }

        if (used >= args.Count)
        {
            text.Append('{').Append(args.Count == 0 ? place : MessageTemplateParser.NameOf(place)).Append('}');
            return;
        }

        int colon = place.IndexOf(':');
        ReadOnlySpan<char> head = colon < 0 ? place : place[..colon];
        ReadOnlySpan<char> form = colon < 0 ? default : place[(colon + 1)..].Trim();
        string value = TextOf(args[used++], form);
        int comma = head.IndexOf(',');
        if (comma >= 0 && int.TryParse(head[(comma + 1)..].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int width))
        {
            value = width > 0 ? value.PadLeft(width) : value.PadRight(-width);
        }

        text.Append(value);
    }

    private static string TextOf(object? value, ReadOnlySpan<char> form)
    {
        if (value is IFormattable formattable && !form.IsEmpty)
        {
            try
            {
                return formattable.ToString(form.ToString(), CultureInfo.CurrentCulture);
            }
            catch (FormatException)
            {
                return value.ToString() ?? "null";
            }
        }

        return value?.ToString() ?? "null";
    }
}
