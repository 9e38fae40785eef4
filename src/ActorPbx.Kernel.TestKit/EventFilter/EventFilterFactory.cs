using System.Text.RegularExpressions;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Internal;
using ActorPbx.Kernel.TestKit.Internal.StringMatcher;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Makes filters of log events; of the three conditions on a text, <c>message</c> (whole) goes before <c>start</c> and that before <c>contains</c>. Upper and lower case are the same.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    /// <summary>Filters for the kit's own system.</summary>
    public EventFilterFactory(TestKitBase testkit) : this(testkit, testkit.Sys)
    {
    }

    /// <summary>Filters for another system.</summary>
    public EventFilterFactory(TestKitBase testkit, ActorSystem system) : this(testkit, system, [])
    {
    }

    /// <summary>Filters that join those given.</summary>
    public EventFilterFactory(TestKitBase testkit, ActorSystem actorSystem, IReadOnlyList<EventFilterBase> filters)
    {
        _testkit = testkit;
        _system = actorSystem;
        _filters = filters;
    }

    /// <summary>Errors whose cause is a <typeparamref name="TException"/> and whose text matches.</summary>
    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null) where TException : Exception =>
        Exception(typeof(TException), pattern, source);

    /// <summary>Errors with a cause of the type given and a matching text.</summary>
    public IEventFilterApplier Exception(Type exceptionType, Regex pattern, string? source = null, bool checkInnerExceptions = false) =>
        CreateApplier(new ErrorFilter(exceptionType, new RegexMatcher(pattern), Source(source), checkInnerExceptions), _system);

    /// <summary>Errors whose cause is a <typeparamref name="TException"/>.</summary>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null, string? source = null) where TException : Exception =>
        Exception(typeof(TException), message, start, contains, source);

    /// <summary>Errors with a cause of the type given.</summary>
    public IEventFilterApplier Exception(Type exceptionType, string? message = null, string? start = null, string? contains = null, string? source = null, bool checkInnerExceptions = false) =>
        CreateApplier(new ErrorFilter(exceptionType, CreateMessageMatcher(message, start, contains), Source(source), checkInnerExceptions), _system);

    /// <summary>Events that the predicate names.</summary>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => CreateApplier(new CustomEventFilter(predicate), _system);

    /// <summary>Events of one kind that the predicate names.</summary>
    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate) where TLogEvent : LogEvent =>
        Custom(logEvent => logEvent is TLogEvent typed && predicate(typed));

    /// <summary>Errors.</summary>
    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new ErrorFilter(CreateMessageMatcher(message, start, contains), Source(source)), _system);

    /// <summary>Errors whose text matches.</summary>
    public IEventFilterApplier Error(Regex pattern, string? source = null) =>
        CreateApplier(new ErrorFilter(new RegexMatcher(pattern), Source(source)), _system);

    /// <summary>Warnings.</summary>
    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new WarningFilter(CreateMessageMatcher(message, start, contains), Source(source)), _system);

    /// <summary>Warnings whose text matches.</summary>
    public IEventFilterApplier Warning(Regex pattern, string? source = null) =>
        CreateApplier(new WarningFilter(new RegexMatcher(pattern), Source(source)), _system);

    /// <summary>Info events.</summary>
    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new InfoFilter(CreateMessageMatcher(message, start, contains), Source(source)), _system);

    /// <summary>Info events whose text matches.</summary>
    public IEventFilterApplier Info(Regex pattern, string? source = null) =>
        CreateApplier(new InfoFilter(new RegexMatcher(pattern), Source(source)), _system);

    /// <summary>Debug events.</summary>
    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        CreateApplier(new DebugFilter(CreateMessageMatcher(message, start, contains), Source(source)), _system);

    /// <summary>Debug events whose text matches.</summary>
    public IEventFilterApplier Debug(Regex pattern, string? source = null) =>
        CreateApplier(new DebugFilter(new RegexMatcher(pattern), Source(source)), _system);

    /// <summary>Events of the level given.</summary>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, string? message = null, string? start = null, string? contains = null, string? source = null) => logLevel switch
    {
        LogLevel.DebugLevel => Debug(message, start, contains, source),
        LogLevel.InfoLevel => Info(message, start, contains, source),
        LogLevel.WarningLevel => Warning(message, start, contains, source),
        LogLevel.ErrorLevel => Error(message, start, contains, source),
        _ => throw new ArgumentOutOfRangeException(nameof(logLevel), $"Unknown LogLevel value: {logLevel}"),
    };

    /// <summary>Events of the level given whose text matches.</summary>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) => logLevel switch
    {
        LogLevel.DebugLevel => Debug(pattern, source),
        LogLevel.InfoLevel => Info(pattern, source),
        LogLevel.WarningLevel => Warning(pattern, source),
        LogLevel.ErrorLevel => Error(pattern, source),
        _ => throw new ArgumentOutOfRangeException(nameof(logLevel), $"Unknown LogLevel value: {logLevel}"),
    };

    /// <summary>Dead letters.</summary>
    public IEventFilterApplier DeadLetter() => CreateApplier(new DeadLettersFilter(null, null), _system);

    /// <summary>Dead letters with a message of one kind.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) => DeadLetter(letter => letter.Message is TMessage, source);

    /// <summary>Dead letters with a message of one kind that the function names.</summary>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        DeadLetter(letter => letter.Message is TMessage message && isMatch(message), source);

    /// <summary>Dead letters with a message of the type given.</summary>
    public IEventFilterApplier DeadLetter(Type type, string? source = null) => DeadLetter(letter => type.IsInstanceOfType(letter.Message), source);

    /// <summary>Dead letters with a message of the type given that the function names.</summary>
    public IEventFilterApplier DeadLetter(Type type, Func<object, bool> isMatch, string? source = null) =>
        DeadLetter(letter => type.IsInstanceOfType(letter.Message) && isMatch(letter.Message), source);

    /// <summary>The condition on a text that the three parameters stand for.</summary>
    protected static IStringMatcher CreateMessageMatcher(string? message, string? start, string? contains)
    {
        if (message != null)
            return new EqualsString(message);
        if (start != null)
            return new StartsWithString(start);
        return contains != null ? new ContainsString(contains) : MatchesAll.Instance;
    }

    /// <summary>Joins a filter to those so far.</summary>
    protected IEventFilterApplier CreateApplier(EventFilterBase filter, ActorSystem system) =>
        new InternalEventFilterApplier(_testkit, system, [.. _filters, filter]);

    private static EqualsStringAndPathMatcher? Source(string? source) => source == null ? null : new EqualsStringAndPathMatcher(source);

    private IEventFilterApplier DeadLetter(Predicate<DeadLetter> isMatch, string? source) =>
        CreateApplier(new DeadLettersFilter(null, Source(source), isMatch), _system);
}
