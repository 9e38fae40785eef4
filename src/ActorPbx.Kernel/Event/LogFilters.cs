using System.Text.RegularExpressions;
using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Event;

/// <summary>What a filter looks at.</summary>
public enum LogFilterType
{
    /// <summary>Who logs: known at once.</summary>
    Source,

    /// <summary>The text, which must be put together first.</summary>
    Content,
}

/// <summary>What a filter says of an event.</summary>
public enum LogFilterDecision
{
    /// <summary>It may be written.</summary>
    Keep,

    /// <summary>It is not written.</summary>
    Drop,

    /// <summary>The filter was not given what it looks at.</summary>
    NoDecision,
}

/// <summary>Keeps events out of the log; it runs in the logger, after the level has let the event through.</summary>
public abstract class LogFilterBase : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
    /// <summary>What this filter looks at.</summary>
    public abstract LogFilterType FilterType { get; }

    /// <summary>Decides on an event; <paramref name="expandedMessage"/> is its whole text where it has been put together.</summary>
    public abstract LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null);

    private protected static LogFilterDecision DropIf(bool matches) => matches ? LogFilterDecision.Drop : LogFilterDecision.Keep;
}

/// <summary>Drops what comes from sources that match an expression.</summary>
public sealed class RegexLogSourceFilter(Regex sourceRegex) : LogFilterBase
{
    /// <inheritdoc />
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <inheritdoc />
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) => DropIf(sourceRegex.IsMatch(content.LogSource));
}

/// <summary>Drops what comes from one source.</summary>
public sealed class ExactMatchLogSourceFilter(string source, StringComparison comparison = StringComparison.OrdinalIgnoreCase) : LogFilterBase
{
    /// <inheritdoc />
    public override LogFilterType FilterType => LogFilterType.Source;

    /// <inheritdoc />
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) => DropIf(string.Equals(content.LogSource, source, comparison));
}

/// <summary>Drops what says something that matches an expression.</summary>
public sealed class RegexLogMessageFilter(Regex messageRegex) : LogFilterBase
{
    /// <inheritdoc />
    public override LogFilterType FilterType => LogFilterType.Content;

    /// <inheritdoc />
    public override LogFilterDecision ShouldKeepMessage(LogEvent content, string? expandedMessage = null) =>
        expandedMessage is null ? LogFilterDecision.NoDecision : DropIf(messageRegex.IsMatch(expandedMessage));
}

/// <summary>Asks all filters of a system about an event.</summary>
public class LogFilterEvaluator
{
    /// <summary>Lets everything through.</summary>
    public static readonly LogFilterEvaluator NoFilters = new([]);

    private readonly LogFilterBase[] _filters;

    /// <summary>Of these filters.</summary>
    public LogFilterEvaluator(LogFilterBase[] filters)
    {
        _filters = filters;
        EvaluatesLogSourcesOnly = Array.TrueForAll(filters, static filter => filter.FilterType == LogFilterType.Source);
    }

    /// <summary>Whether no filter needs the text.</summary>
    public bool EvaluatesLogSourcesOnly { get; }

    /// <summary>Whether the event is to be written; its text is given with the answer.</summary>
    public virtual bool ShouldTryKeepMessage(LogEvent evt, out string expandedLogMessage)
    {
        string? text = EvaluatesLogSourcesOnly ? null : evt.ToString();
        expandedLogMessage = text ?? "";
        foreach (LogFilterBase filter in _filters)
        {
            if (filter.ShouldKeepMessage(evt, text) == LogFilterDecision.Drop)
            {
                return false;
            }
        }

        expandedLogMessage = text ?? evt.ToString();
        return true;
    }
}
