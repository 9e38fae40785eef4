using System.Text.RegularExpressions;
using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit.Internal.StringMatcher;

/// <summary>A condition on the text or the source of a log event.</summary>
public interface IStringMatcher
{
    /// <summary>True when the text satisfies the condition.</summary>
    bool IsMatch(string s);
}

/// <summary>Accepts every text.</summary>
public class MatchesAll : IStringMatcher
{
    private MatchesAll()
    {
    }

    /// <summary>The only one.</summary>
    public static IStringMatcher Instance { get; } = new MatchesAll();

    /// <inheritdoc/>
    public bool IsMatch(string s) => true;

    /// <inheritdoc/>
    public override string ToString() => "";
}

/// <summary>Accepts one text, ignoring case.</summary>
public class EqualsString(string s) : IStringMatcher
{
    private readonly string _expected = s;

    /// <inheritdoc/>
    public bool IsMatch(string s) => string.Equals(_expected, s, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"== \"{_expected}\"";
}

/// <summary>Accepts texts that begin with a given one, ignoring case.</summary>
public class StartsWithString(string start) : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => s.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"starts with \"{start}\"";
}

/// <summary>Accepts texts that contain a given one, ignoring case.</summary>
public class ContainsString(string part) : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => s.Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => $"contains \"{part}\"";
}

/// <summary>Accepts texts in which a regular expression finds something.</summary>
public class RegexMatcher(Regex regex) : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => regex.IsMatch(s);

    /// <inheritdoc/>
    public override string ToString() => $"matches regex \"{regex}\"";
}

/// <summary>Accepts texts that satisfy a predicate.</summary>
public class PredicateMatcher(Predicate<string> predicate, string hint = "") : IStringMatcher
{
    /// <inheritdoc/>
    public bool IsMatch(string s) => predicate(s);

    /// <inheritdoc/>
    public override string ToString() => $"matches predicate {hint}";
}

/// <summary>Accepts an actor's path, with or without its address.</summary>
public class EqualsStringAndPathMatcher(string path, bool canBeRelative = true) : IStringMatcher
{
    private readonly string _expected = path;

    /// <inheritdoc/>
    public bool IsMatch(string path)
    {
        if (string.Equals(_expected, path, StringComparison.OrdinalIgnoreCase))
            return true;
        return canBeRelative && ActorPath.TryParse(path, out var actorPath)
            && string.Equals(_expected, actorPath!.ToStringWithoutAddress(), StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public override string ToString() => $"== \"{_expected}\"";
}
