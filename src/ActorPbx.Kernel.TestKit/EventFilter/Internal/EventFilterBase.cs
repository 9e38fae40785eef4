using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Internal.StringMatcher;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>Told when a filter has recognised an event.</summary>
public delegate void EventMatched(EventFilterBase eventFilter, LogEvent logEvent);

/// <summary>A filter of log events by text and source.</summary>
public abstract class EventFilterBase(IStringMatcher? messageMatcher, IStringMatcher? sourceMatcher) : IEventFilter
{
    private readonly IStringMatcher _messageMatcher = messageMatcher ?? MatchesAll.Instance;
    private readonly IStringMatcher _sourceMatcher = sourceMatcher ?? MatchesAll.Instance;

    /// <summary>Raised on the listener's thread for each recognised event.</summary>
    public event EventMatched? EventMatched;

    /// <summary>What the filter looks for, in a word.</summary>
    protected abstract string FilterDescriptiveName { get; }

    /// <inheritdoc/>
    public bool Apply(LogEvent logEvent)
    {
        if (!IsMatch(logEvent))
            return false;
        OnEventMatched(logEvent);
        return true;
    }

    /// <summary>Whether the event is one of those expected.</summary>
    protected abstract bool IsMatch(LogEvent evt);

    /// <summary>Raises <see cref="EventMatched"/>.</summary>
    protected virtual void OnEventMatched(LogEvent logEvent) => EventMatched?.Invoke(this, logEvent);

    /// <summary>Compares source and text with what is expected; a text with places may be expected with them or filled.</summary>
    protected bool InternalDoMatch(string src, object? msg) =>
        _sourceMatcher.IsMatch(src)
        && (_messageMatcher.IsMatch(msg?.ToString() ?? "null") || (msg is LogMessage message && _messageMatcher.IsMatch(message.Format)));

    /// <inheritdoc/>
    public override string ToString()
    {
        var conditions = new List<string>(2);
        if (_messageMatcher is not MatchesAll)
            conditions.Add($"Message {_messageMatcher}");
        if (_sourceMatcher is not MatchesAll)
            conditions.Add($"Source {_sourceMatcher}");
        return conditions.Count == 0 ? FilterDescriptiveName : $"{FilterDescriptiveName} when {string.Join(" and ", conditions)}";
    }
}
