using System.Globalization;

namespace ActorPbx.Domain.Numbering;

/// <summary>One number, or the numbers from one to another of the same length: what a branch owns. "4000-4999" and "4xxx" are the same block.</summary>
/// <param name="First">Lowest number, leading zeros kept.</param>
/// <param name="Last">Highest number, of the same length.</param>
public sealed record NumberBlock(string First, string Last)
{
    /// <summary>Longest number of a range; longer ones can stand for themselves only.</summary>
    public const int MaxDigits = 18;

    /// <summary>True for one number.</summary>
    public bool IsSingle => First == Last;

    /// <summary>Reads "4711", "4000-4999" or "4xxx"; null for anything else.</summary>
    public static NumberBlock? TryParse(string text)
    {
        if (text.Length is 0 or > 64)
        {
            return null;
        }

        var dash = text.IndexOf('-');
        if (dash > 0)
        {
            return Range(text[..dash], text[(dash + 1)..]);
        }

        var digits = text.TrimEnd('x', 'X');
        if (digits.Length == text.Length)
        {
            return IsNumber(text) ? new NumberBlock(text, text) : null;
        }

        var open = text.Length - digits.Length;
        return Range(digits + new string('0', open), digits + new string('9', open));
    }

    /// <summary>One number when both are the same, else the numbers from one to the other; null when they make no block.</summary>
    public static NumberBlock? TryOf(string first, string last)
    {
        if (first is null || last is null)
        {
            return null;
        }

        return first != last ? Range(first, last) : TryParse(first) is { IsSingle: true } single ? single : null;
    }

    /// <summary>True when the number is in the block.</summary>
    public bool Contains(string number) =>
        number.Length == First.Length && string.CompareOrdinal(number, First) >= 0 && string.CompareOrdinal(number, Last) <= 0;

    /// <summary>True when every number of the other is in this block.</summary>
    public bool Contains(NumberBlock other) => Contains(other.First) && Contains(other.Last);

    /// <inheritdoc/>
    public override string ToString() => IsSingle ? First : $"{First}-{Last}";

    internal long Low => long.Parse(First, CultureInfo.InvariantCulture);

    internal long High => long.Parse(Last, CultureInfo.InvariantCulture);

    private static NumberBlock? Range(string first, string last) =>
        first.Length == last.Length && first.Length <= MaxDigits && IsDigits(first) && IsDigits(last) && string.CompareOrdinal(first, last) <= 0
            ? new NumberBlock(first, last)
            : null;

    private static bool IsDigits(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsNumber(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('*' or '#' or '.' or '_' or '+'))
            {
                return false;
            }
        }

        return true;
    }
}
