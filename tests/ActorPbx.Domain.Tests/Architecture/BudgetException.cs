using System.Globalization;

namespace ActorPbx.Domain.Tests.Architecture;

/// <summary>A line of exceptions.txt: what may be larger than the budget, how large, and why.</summary>
internal sealed record BudgetException(string Path, string? Function, int Limit, string Reason)
{
    private const string List = "tests/ActorPbx.Domain.Tests/Architecture/exceptions.txt";

    public static BudgetException[] ReadAll() =>
        [.. SourceTree.Read(List).Split('\n').Where(line => line.Trim() is [not '#', ..]).Select(Parse)];

    private static BudgetException Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, word => int.TryParse(word, out _));
        return at is 1 or 2
            ? new BudgetException(words[0], at == 2 ? words[1] : null, int.Parse(words[at], CultureInfo.InvariantCulture), string.Join(' ', words[(at + 1)..]))
            : throw new FormatException($"{List}: '{line}' is not: path [function] limit reason");
    }
}
