using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Internal.StringMatcher;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>Recognises debug events.</summary>
public class DebugFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null) : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Debug";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => evt is Debug && InternalDoMatch(evt.LogSource, evt.Message);
}

/// <summary>Recognises info events.</summary>
public class InfoFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null) : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Info";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => evt is Info && InternalDoMatch(evt.LogSource, evt.Message);
}

/// <summary>Recognises warnings.</summary>
public class WarningFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null) : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Warning";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => evt is Warning && InternalDoMatch(evt.LogSource, evt.Message);
}

/// <summary>Recognises the events that a predicate names.</summary>
public class CustomEventFilter(Predicate<LogEvent> predicate) : EventFilterBase(null, null)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "Custom";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => predicate(evt);
}
