using System.Text;

namespace ActorPbx.Hocon.Binding;

/// <summary>How member names and keys correspond, and which known key an unknown one was meant to be.</summary>
internal static class KeyNames
{
    /// <summary><c>MaxOutgoingCalls</c> is <c>max-outgoing-calls</c>, <c>TLSPort</c> is <c>tls-port</c>, <c>Ha1</c> is <c>ha1</c>.</summary>
    public static string Kebab(string name)
    {
        var key = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c == '_')
            {
                key.Append('-');
                continue;
            }
            var startsWord = i > 0 && char.IsUpper(c)
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && key[^1] != '-') key.Append('-');
            key.Append(char.ToLowerInvariant(c));
        }
        return key.ToString();
    }

    /// <summary>The known word nearest to one that is not known; null when none is near enough to be meant.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        string? nearest = null;
        var best = Math.Max(2, word.Length / 3) + 1;
        var plain = Plain(word);
        foreach (var candidate in known)
        {
            var distance = Distance(plain, Plain(candidate));
            if (distance >= best) continue;
            best = distance;
            nearest = candidate;
        }
        return nearest;
    }

    // Case, hyphens and underscores are no difference between words.
    private static string Plain(string word) => word.Replace("-", "").Replace("_", "").ToLowerInvariant();

    // Damerau and Levenshtein: letters left out, added, changed, or swapped with their neighbour.
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 64 || a.Length > 256) return int.MaxValue;
        var before = new int[b.Length + 1];
        var last = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var row = new int[b.Length + 1];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last) = (last, row);
        }
        return last[b.Length];
    }
}
