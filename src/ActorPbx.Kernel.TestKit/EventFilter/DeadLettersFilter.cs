using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Internal;
using ActorPbx.Kernel.TestKit.Internal.StringMatcher;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Recognises dead letters, which the listener turns into warnings.</summary>
public sealed class DeadLettersFilter(IStringMatcher? messageMatcher, IStringMatcher? sourceMatcher, Predicate<DeadLetter>? isMatch = null)
    : EventFilterBase(messageMatcher, sourceMatcher)
{
    /// <inheritdoc/>
    protected override string FilterDescriptiveName => "DeadLetter";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) =>
        evt is Warning { Message: DeadLetter deadLetter }
        && (isMatch == null || isMatch(deadLetter))
        && InternalDoMatch(evt.LogSource, deadLetter.Message);
}
