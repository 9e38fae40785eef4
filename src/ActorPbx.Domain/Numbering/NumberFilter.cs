using System.Collections.Immutable;

namespace ActorPbx.Domain.Numbering;

/// <summary>
/// A white and a black list of called numbers, by their first digits. The longest prefix that fits decides, black before white at equal
/// length; what fits none is allowed when there is no white list, refused when there is one.
/// </summary>
public sealed record NumberFilter(ImmutableArray<string> White, ImmutableArray<string> Black)
{
    /// <summary>Everything is allowed.</summary>
    public static NumberFilter None { get; } = new([], []);

    /// <summary>Whether the number may be called.</summary>
    public bool Allows(string number)
    {
        var (white, black) = (Longest(White, number), Longest(Black, number));
        return white == -1 && black == -1 ? White.IsEmpty : white > black;
    }

    private static int Longest(ImmutableArray<string> prefixes, string number)
    {
        var longest = -1;
        foreach (var prefix in prefixes)
        {
            if (prefix.Length > longest && number.StartsWith(prefix, StringComparison.Ordinal))
            {
                longest = prefix.Length;
            }
        }

        return longest;
    }
}
