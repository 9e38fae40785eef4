using System.Reflection;

namespace ActorPbx.Hocon;

/// <summary>How configuration texts are read: their name, where includes are looked for, and the bounds.</summary>
public sealed record HoconParseOptions
{
    /// <summary>The bounds and rules for ordinary use.</summary>
    public static HoconParseOptions Default { get; } = new();

    /// <summary>The name that errors and origins show for a text that is not a file.</summary>
    public string SourceName { get; init; } = "(text)";

    /// <summary>The directory that relative includes of a text that is not a file are looked for in; null refuses them.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The assembly whose embedded resources <c>include classpath("name")</c> reads; null refuses them.</summary>
    public Assembly? ResourceAssembly { get; init; }

    /// <summary>Objects, arrays and path elements inside one another, at most.</summary>
    public int MaxDepth { get; init; } = 500;

    /// <summary>Characters in all texts read together, includes counted each time, at most.</summary>
    public long MaxCharacters { get; init; } = 64L * 1024 * 1024;

    /// <summary>Files that include one another in a chain, at most.</summary>
    public int MaxIncludeDepth { get; init; } = 50;
}

/// <summary>How substitutions are followed: the environment to fall back to, and the bounds.</summary>
public sealed record HoconResolveOptions
{
    /// <summary>Falls back to the process's environment variables.</summary>
    public static HoconResolveOptions Default { get; } = new();

    /// <summary>Reads an environment variable, null when it is not set; null here for no environment at all.</summary>
    public Func<string, string?>? Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Objects and arrays inside one another in the result, at most.</summary>
    public int MaxDepth { get; init; } = 500;

    /// <summary>
    /// Characters of the result printed in full, at most; what substitutions multiply counts each time, and a value that is
    /// made on the way as much as sixteen characters.
    /// </summary>
    public long MaxSize { get; init; } = 128L * 1024 * 1024;
}
