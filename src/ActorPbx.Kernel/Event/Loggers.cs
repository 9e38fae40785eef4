using System.Collections.Concurrent;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.MessageQueues;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Kernel.Event;

/// <summary>A logger that is there before any actor can be.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    /// <summary>The system's log filters.</summary>
    public LogFilterEvaluator Filter { get; internal set; } = LogFilterEvaluator.NoFilters;

    /// <inheritdoc />
    public sealed override IActorRefProvider Provider => throw new NotSupportedException("This logger does not provide.");

    /// <inheritdoc />
    public sealed override ActorPath Path { get; } = new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    /// <inheritdoc />
    protected sealed override void TellInternal(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Log(message);
    }

    /// <summary>Writes.</summary>
    protected abstract void Log(object message);
}

/// <summary>The logger used unless the configuration names others: writes to the console.</summary>
public class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    /// <inheritdoc />
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized(), Self);
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes one event where the system's first logger writes.</summary>
    protected virtual void Print(LogEvent logEvent) => Context.System.Settings.StdoutLogger.Tell(logEvent, ActorRefs.NoSender);
}

/// <summary>Writes log events to the listeners of <see cref="System.Diagnostics.Trace"/>.</summary>
public class TraceLogger : UntypedActor
{
    /// <inheritdoc />
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                Sender.Tell(new LoggerInitialized(), Self);
                break;
            case Error or Warning or Info or Debug:
                WriteLine((LogEvent)message);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private static void WriteLine(LogEvent logEvent)
    {
        if (logEvent.LogLevel() == LogLevel.ErrorLevel) System.Diagnostics.Trace.TraceError(logEvent.ToString());
        else if (logEvent.LogLevel() == LogLevel.WarningLevel) System.Diagnostics.Trace.TraceWarning(logEvent.ToString());
        else System.Diagnostics.Trace.TraceInformation(logEvent.ToString());
    }
}

/// <summary>Passes log events on to Microsoft.Extensions.Logging; the factory comes with a <see cref="LoggerFactorySetup"/>.</summary>
public class LoggerFactoryLogger : DefaultLogger
{
    private readonly ConcurrentDictionary<Type, ILogger> _loggers = new();
    private readonly ILoggerFactory? _factory = Context.System.Settings.Setup.Get<LoggerFactorySetup>() is { HasValue: true, Value: var setup }
        ? setup.LoggerFactory
        : null;

    /// <inheritdoc />
    protected override void Print(LogEvent logEvent)
    {
        if (_factory is null)
        {
            base.Print(logEvent);
            return;
        }

        ILogger logger = _loggers.GetOrAdd(logEvent.LogClass, static (type, factory) => factory.CreateLogger(type), _factory);
        var level = logEvent.LogLevel() switch
        {
            LogLevel.DebugLevel => Microsoft.Extensions.Logging.LogLevel.Debug,
            LogLevel.InfoLevel => Microsoft.Extensions.Logging.LogLevel.Information,
            LogLevel.WarningLevel => Microsoft.Extensions.Logging.LogLevel.Warning,
            _ => Microsoft.Extensions.Logging.LogLevel.Error,
        };
        logger.Log(level, default, new LoggerFactoryState(logEvent), logEvent.Cause, static (state, _) => state.ToString());
    }
}

/// <summary>A log event in the form that structured loggers read.</summary>
internal sealed class LoggerFactoryState(LogEvent logEvent) : List<KeyValuePair<string, object?>>(
    [new("ActorPath", logEvent.LogSource), new("Thread", logEvent.Thread.ManagedThreadId), new("Message", logEvent.Message)])
{
    public override string ToString() => $"[{logEvent.LogSource}] {logEvent.Message}";
}

/// <summary>Gives a system the factory of the program's loggers.</summary>
public sealed class LoggerFactorySetup(ILoggerFactory loggerFactory) : Actor.Setup.Setup
{
    /// <summary>The factory.</summary>
    public ILoggerFactory LoggerFactory { get; } = loggerFactory;
}
