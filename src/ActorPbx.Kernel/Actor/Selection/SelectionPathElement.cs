namespace ActorPbx.Kernel.Actor;

/// <summary>One element of a selection's path.</summary>
public abstract class SelectionPathElement
{
    internal static SelectionPathElement Parse(string text) =>
        text == ".." ? SelectParent.Instance
        : text == "**" ? SelectChildRecursive.Instance
        : text.Contains('?', StringComparison.Ordinal) || text.Contains('*', StringComparison.Ordinal) ? new SelectChildPattern(text)
        : new SelectChildName(text);
}

/// <summary>A child by its name.</summary>
public class SelectChildName(string name) : SelectionPathElement
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SelectChildName other && Name == other.Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Name;
}

/// <summary>Children by a pattern.</summary>
public class SelectChildPattern(string patternStr) : SelectionPathElement
{
    /// <summary>The pattern.</summary>
    public string PatternStr { get; } = patternStr;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SelectChildPattern other && PatternStr == other.PatternStr;

    /// <inheritdoc />
    public override int GetHashCode() => PatternStr.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => PatternStr;
}

/// <summary>All that live below, however deep.</summary>
public class SelectChildRecursive : SelectionPathElement
{
    /// <summary>One for all.</summary>
    public static readonly SelectChildRecursive Instance = new();

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SelectChildRecursive;

    /// <inheritdoc />
    public override int GetHashCode() => typeof(SelectChildRecursive).GetHashCode();

    /// <inheritdoc />
    public override string ToString() => "**";
}

/// <summary>The parent.</summary>
public class SelectParent : SelectionPathElement
{
    /// <summary>One for all.</summary>
    public static readonly SelectParent Instance = new();

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is SelectParent;

    /// <inheritdoc />
    public override int GetHashCode() => typeof(SelectParent).GetHashCode();

    /// <inheritdoc />
    public override string ToString() => "..";
}
