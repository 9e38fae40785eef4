using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Event;

/// <summary>Stands for the class of who logs where only a name was given.</summary>
public class DummyClassForStringSources;

/// <summary>Says who logs.</summary>
public readonly struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    /// <summary>The name.</summary>
    public string Source { get; }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>From whatever logs.</summary>
    public static LogSource Create(object o) => new(
        o switch
        {
            IActorContext context => context.Self.Path.ToString(),
            IActorRef reference => reference.Path.ToString(),
            string text => text,
            Type type => Logging.SimpleName(type),
            _ => Logging.SimpleName(o),
        },
        SourceType(o));

    /// <summary>From whatever logs, with its system.</summary>
    public static LogSource Create(object o, ActorSystem system) => new(
        o switch
        {
            IActorContext context => FromActor(context, system),
            IActorRef reference => FromActorRef(reference, system),
            string text => FromString(text, system),
            Type type => FromType(type, system),
            _ => FromType(o.GetType(), system),
        },
        SourceType(o));

    /// <summary>The class that logs.</summary>
    public static Type SourceType(object o) => o switch
    {
        Type type => type,
        ActorCell cell when cell.ActorClass != typeof(ActorCell) => cell.ActorClass,
        IActorContext context => context.Props.Type,
        string => typeof(DummyClassForStringSources),
        _ => o.GetType(),
    };

    /// <summary>The name of a source that is known by a text alone.</summary>
    public static string FromString(string source) => source;

    /// <summary>The text with the system that it speaks of.</summary>
    public static string FromString(string source, ActorSystem system) => $"{source} ({system})";

    /// <summary>The full address of the actor that a context belongs to.</summary>
    public static string FromActor(IActorContext actor, ActorSystem system) => FromActorRef(actor.Self, system);

    /// <summary>The path of an actor with the address under which its system is known.</summary>
    public static string FromActorRef(IActorRef a, ActorSystem system) =>
        a.Path.ToStringWithAddress(((ExtendedActorSystem)system).Provider.DefaultAddress);

    /// <summary>The short name of a type.</summary>
    public static string FromType(Type t) => Logging.SimpleName(t);

    /// <summary>The short name of a type with the system that it speaks of.</summary>
    public static string FromType(Type t, ActorSystem system) => $"{Logging.SimpleName(t)} ({system})";
}

/// <summary>Makes logs.</summary>
public static class Logging
{
    private const string Off = "off";

    internal static readonly LogLevel OffLogLevel = (LogLevel)int.MaxValue;

    /// <summary>The log of an actor.</summary>
    public static ILoggingAdapter GetLogger(this IActorContext context, ILogMessageFormatter? logMessageFormatter = null)
    {
        var cell = (ActorCell)context;
        Type type = cell.ActorClass == typeof(ActorCell) ? context.Props.Type : cell.ActorClass;
        return new BusLogging(context.System.EventStream, context.Self.Path.ToString(), type, Formatter(context.System, logMessageFormatter));
    }

    /// <summary>The log of anything in a system.</summary>
    public static ILoggingAdapter GetLogger(ActorSystem system, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        LogSource source = LogSource.Create(logSourceObj, system);
        return new BusLogging(system.EventStream, source.Source, source.Type, Formatter(system, logMessageFormatter));
    }

    /// <summary>The log of anything, on a bus.</summary>
    public static ILoggingAdapter GetLogger(LoggingBus loggingBus, object logSourceObj, ILogMessageFormatter? logMessageFormatter = null)
    {
        LogSource source = LogSource.Create(logSourceObj);
        return new BusLogging(loggingBus, source.Source, source.Type, logMessageFormatter ?? SemanticLogMessageFormatter.Instance);
    }

    private static ILogMessageFormatter Formatter(ActorSystem system, ILogMessageFormatter? given) => given ?? system.Settings.LogFormatter;

    /// <summary>The level by its name in the configuration.</summary>
    public static LogLevel LogLevelFor(string logLevel) => string.IsNullOrEmpty(logLevel)
        ? throw new ArgumentException("LogLevel may not be empty")
        : logLevel.ToUpperInvariant() switch
        {
            "DEBUG" => LogLevel.DebugLevel,
            "INFO" => LogLevel.InfoLevel,
            "WARNING" => LogLevel.WarningLevel,
            "ERROR" => LogLevel.ErrorLevel,
            "OFF" => OffLogLevel,
            _ => throw new ArgumentException($"Unknown LogLevel: \"{logLevel}\". Valid values are: \"DEBUG\", \"INFO\", \"WARNING\", \"ERROR\", \"OFF\"", nameof(logLevel)),
        };

    /// <summary>The level of a kind of event.</summary>
    /// <exception cref="ArgumentException">The type is none of the four kinds.</exception>
    public static LogLevel LogLevelFor<T>()
        where T : LogEvent =>
        typeof(T) == typeof(Debug) ? LogLevel.DebugLevel
        : typeof(T) == typeof(Info) ? LogLevel.InfoLevel
        : typeof(T) == typeof(Warning) ? LogLevel.WarningLevel
        : typeof(T) == typeof(Error) ? LogLevel.ErrorLevel
        : throw new ArgumentException($"Unknown LogEvent type: \"{typeof(T).FullName}\"");

    /// <summary>The level's name in the configuration.</summary>
    public static string StringFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => "DEBUG",
        LogLevel.InfoLevel => "INFO",
        LogLevel.WarningLevel => "WARNING",
        LogLevel.ErrorLevel => "ERROR",
        _ => logLevel == OffLogLevel ? Off : throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
    };

    /// <summary>The class of events of a level.</summary>
    public static Type ClassFor(this LogLevel logLevel) => logLevel switch
    {
        LogLevel.DebugLevel => typeof(Debug),
        LogLevel.InfoLevel => typeof(Info),
        LogLevel.WarningLevel => typeof(Warning),
        LogLevel.ErrorLevel => typeof(Error),
        _ => throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
    };

    /// <summary>The name of an object's class without its namespace.</summary>
    public static string SimpleName(object o) => SimpleName(o.GetType());

    /// <summary>The name of a class without its namespace.</summary>
    public static string SimpleName(Type t) => t.Name;

    internal static string FromType(Type t) => t.FullName ?? t.Name;
}
