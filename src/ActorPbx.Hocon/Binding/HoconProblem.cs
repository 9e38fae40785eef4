using System.Text;

namespace ActorPbx.Hocon;

/// <summary>One thing that is wrong with a configuration, and where it was written.</summary>
/// <param name="What">What is wrong: "unknown key 'listn'".</param>
/// <param name="Path">The path of the value, from the root of the configuration.</param>
/// <param name="Origin">Where it was written.</param>
/// <param name="Hint">What may help: "did you mean 'listen'?"</param>
public sealed record HoconProblem(string What, HoconPath Path, HoconOrigin Origin, string? Hint = null)
{
    /// <summary><c>unknown key 'listn' at standalone.conf:12:3; did you mean 'listen'?</c></summary>
    public override string ToString()
    {
        var place = Origin.Source is null || Origin == HoconOrigin.None ? "" : $" at {Origin.ToPosition()}";
        return $"{What}{place}{(Hint is null ? "" : "; " + Hint)}";
    }
}

/// <summary>A configuration that can be read but not used; holds everything that is wrong with it.</summary>
public sealed class HoconConfigurationException(IReadOnlyList<HoconProblem> problems) : Exception(Compose(problems))
{
    /// <summary>Everything that is wrong, in the order of the configuration.</summary>
    public IReadOnlyList<HoconProblem> Problems { get; } = problems;

    private static string Compose(IReadOnlyList<HoconProblem> problems)
    {
        var text = new StringBuilder(problems.Count == 1 ? "the configuration has a problem:" : $"the configuration has {problems.Count} problems:");
        foreach (var problem in problems) text.Append("\n  - ").Append(problem);
        return text.ToString();
    }
}

/// <summary>What binding made: the settings, or all the problems that kept it from making them.</summary>
public sealed class HoconBinding<T>
{
    private readonly T? _value;

    internal HoconBinding(T? value, IReadOnlyList<HoconProblem> problems)
    {
        _value = value;
        Problems = problems;
    }

    /// <summary>Everything that is wrong; empty when the settings can be used.</summary>
    public IReadOnlyList<HoconProblem> Problems { get; }

    /// <summary>True when nothing is wrong.</summary>
    public bool Succeeded => Problems.Count == 0;

    /// <summary>The settings; throws <see cref="HoconConfigurationException"/> with all problems when there are any.</summary>
    public T Value => Succeeded ? _value! : throw new HoconConfigurationException(Problems);
}
