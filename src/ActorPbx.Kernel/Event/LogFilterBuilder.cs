using System.Text.RegularExpressions;

namespace ActorPbx.Kernel.Event;

/// <summary>Gives a system its log filters.</summary>
public sealed class LogFilterSetup(LogFilterBase[] filters) : Actor.Setup.Setup
{
    /// <summary>The filters.</summary>
    public LogFilterBase[] Filters { get; } = filters;

    /// <summary>What asks them all.</summary>
    public LogFilterEvaluator CreateEvaluator() => new(Filters);
}

/// <summary>Gathers log filters into a <see cref="LogFilterSetup"/>.</summary>
public sealed class LogFilterBuilder
{
    private readonly List<LogFilterBase> _filters = [];

    /// <summary>Drops what comes from this source.</summary>
    public LogFilterBuilder ExcludeSourceExactly(string source, StringComparison comparison = StringComparison.OrdinalIgnoreCase) =>
        Add(new ExactMatchLogSourceFilter(source, comparison));

    /// <summary>Drops what comes from sources that begin so.</summary>
    public LogFilterBuilder ExcludeSourceStartingWith(string sourceStart) => ExcludeSourceRegex(Compiled("^" + Regex.Escape(sourceStart)));

    /// <summary>Drops what comes from sources that have this in their name.</summary>
    public LogFilterBuilder ExcludeSourceContaining(string sourcePart) => ExcludeSourceRegex(Compiled(Regex.Escape(sourcePart)));

    /// <summary>Drops what comes from sources that end so.</summary>
    public LogFilterBuilder ExcludeSourceEndingWith(string sourceEnd) => ExcludeSourceRegex(Compiled(Regex.Escape(sourceEnd) + "$"));

    /// <summary>Drops what comes from sources that match.</summary>
    public LogFilterBuilder ExcludeSourceRegex(Regex regex) => Add(new RegexLogSourceFilter(regex));

    /// <summary>Drops what has this in its text.</summary>
    public LogFilterBuilder ExcludeMessageContaining(string messagePart) => ExcludeMessageRegex(Compiled(Regex.Escape(messagePart)));

    /// <summary>Drops texts that match.</summary>
    public LogFilterBuilder ExcludeMessageRegex(Regex regex) => Add(new RegexLogMessageFilter(regex));

    /// <summary>Adds a filter.</summary>
    public LogFilterBuilder Add(LogFilterBase filter)
    {
        _filters.Add(filter);
        return this;
    }

    /// <summary>Adds filters.</summary>
    public LogFilterBuilder AddRange(IEnumerable<LogFilterBase> filters)
    {
        _filters.AddRange(filters);
        return this;
    }

    /// <summary>The setup to start a system with.</summary>
    public LogFilterSetup Build() => new([.. _filters]);

    private static Regex Compiled(string pattern) => new(pattern, RegexOptions.Compiled);
}
