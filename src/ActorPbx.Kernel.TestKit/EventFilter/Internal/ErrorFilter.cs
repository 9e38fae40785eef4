using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Internal.StringMatcher;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>Recognises errors, by the kind of their cause if one is given; the text may be the event's or the cause's.</summary>
public class ErrorFilter : EventFilterBase
{
    private readonly Type? _exceptionType;
    private readonly bool _recurseInnerExceptions;

    /// <summary>Recognises errors of any cause or none.</summary>
    public ErrorFilter(IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null)
        : this(null, messageMatcher, sourceMatcher)
    {
    }

    /// <summary>Recognises errors whose cause is of the type given, or has such a cause itself.</summary>
    public ErrorFilter(Type? exceptionType, IStringMatcher? messageMatcher = null, IStringMatcher? sourceMatcher = null, bool recurseInnerExceptions = false)
        : base(messageMatcher, sourceMatcher)
    {
        if (exceptionType != null && !typeof(Exception).IsAssignableFrom(exceptionType))
            throw new ArgumentException("The type must be an exception. It was: " + exceptionType, nameof(exceptionType));
        _exceptionType = exceptionType;
        _recurseInnerExceptions = recurseInnerExceptions;
    }

    /// <inheritdoc/>
    protected override string FilterDescriptiveName => _exceptionType == null ? "Error" : $"Error with Cause <{_exceptionType}>";

    /// <inheritdoc/>
    protected override bool IsMatch(LogEvent evt) => evt is Error error && IsMatch(error.LogSource, error.Message, error.Cause);

    private bool IsMatch(string source, object? message, Exception? cause)
    {
        if (cause == null)
            return _exceptionType == null && InternalDoMatch(source, message);
        if (_exceptionType != null && !_exceptionType.IsInstanceOfType(cause))
            return _recurseInnerExceptions && IsMatch(source, message, cause.InnerException);

        return (message == null && string.IsNullOrEmpty(cause.Message))
            || InternalDoMatch(source, message)
            || InternalDoMatch(source, cause.Message)
            || (_recurseInnerExceptions && IsMatch(source, message, cause.InnerException));
    }
}
