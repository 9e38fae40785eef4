namespace ActorPbx.Node.Settings;

/// <summary>A fault in a configuration: where it is and what to do.</summary>
/// <param name="File">The file, or null when no file can be named.</param>
/// <param name="Line">The line from 1, or 0 when the fault is in the whole file.</param>
/// <param name="Column">The column from 1, or 0.</param>
/// <param name="Path">The configuration path, or empty.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
/// <param name="Excerpt">The faulty line with a caret under the place, or null.</param>
public sealed record ConfigurationProblem(string? File, int Line, int Column, string Path, string Message, string? Excerpt = null)
{
    /// <summary>The problem on one line, as compilers write them.</summary>
    public override string ToString()
    {
        var place = (File, Line, Column) switch
        {
            (null, _, _) => "",
            (_, 0, _) => File + ": ",
            (_, _, 0) => $"{File}:{Line}: ",
            _ => $"{File}:{Line}:{Column}: ",
        };
        return place + (Path.Length == 0 ? Message : $"{Path}: {Message}");
    }
}

/// <summary>A configuration that no node can run on, with every fault that was found.</summary>
public sealed class FaultyConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>The faults, in the order of the files.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;
}
