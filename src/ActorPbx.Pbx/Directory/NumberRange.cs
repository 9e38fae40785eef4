using System.Globalization;

namespace ActorPbx.Pbx.Directory;

/// <summary>A number, or the numbers from one to another of the same length ("100-109", "0700-0799").</summary>
public readonly record struct NumberRange(string First, string Last)
{
    /// <summary>No entry may stand for more numbers than this.</summary>
    public const int MaxSize = 1_000_000;

    /// <summary>Reads a key of the extensions block.</summary>
    public static bool TryParse(string text, out NumberRange range, out string wrong)
    {
        range = default;
        wrong = "";
        var dash = text.IndexOf('-');
        if (dash < 0 || !IsDigits(text.AsSpan(0, dash)) || !IsDigits(text.AsSpan(dash + 1)))
        {
            range = new NumberRange(text, text);
            wrong = IsUserPart(text) ? "" : $"\"{text}\" is not a number; use digits, letters, '*', '#', '.', '_' and '+', or a range such as 100-109.";
            return wrong.Length == 0;
        }

        var (first, last) = (text[..dash], text[(dash + 1)..]);
        if (first.Length != last.Length || string.CompareOrdinal(first, last) > 0)
        {
            wrong = $"\"{text}\" is no range; both ends need the same number of digits, the smaller one first.";
        }
        else if (first.Length > 18 || Value(last) - Value(first) >= MaxSize)
        {
            wrong = $"\"{text}\" holds more than {MaxSize} numbers.";
        }

        range = new NumberRange(first, last);
        return wrong.Length == 0;
    }

    /// <summary>Each number, leading zeros kept.</summary>
    public IEnumerable<string> Numbers()
    {
        if (First == Last)
        {
            yield return First;
            yield break;
        }

        var format = "D" + First.Length.ToString(CultureInfo.InvariantCulture);
        var last = Value(Last);
        for (var number = Value(First); number <= last; number++)
        {
            yield return number.ToString(format, CultureInfo.InvariantCulture);
        }
    }

    private static long Value(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static bool IsUserPart(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('*' or '#' or '.' or '_' or '+'))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
