using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Event;

/// <summary>Carries log events to the loggers.</summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private static readonly LogLevel[] AllLevels = [Event.LogLevel.DebugLevel, Event.LogLevel.InfoLevel, Event.LogLevel.WarningLevel, Event.LogLevel.ErrorLevel];
    private static int s_loggerId;

    private readonly List<IActorRef> _loggers = [];

    /// <summary>The lowest level that reaches the loggers.</summary>
    public LogLevel LogLevel { get; private set; } = Event.LogLevel.InfoLevel;

    /// <inheritdoc />
    protected override bool IsSubClassification(Type parent, Type child) => parent.IsAssignableFrom(child);

    /// <inheritdoc />
    protected override bool Classify(object @event, Type classifier) => classifier.IsAssignableFrom(GetClassifier(@event));

    /// <inheritdoc />
    protected override Type GetClassifier(object @event) => @event.GetType();

    /// <summary>Starts the loggers that the configuration names, and waits for each unless <c>akka.logger-async-start</c> is on.</summary>
    /// <exception cref="ConfigurationException">A named logger is no type that is known here.</exception>
    public void StartDefaultLoggers(ActorSystemImpl system)
    {
        string name = Logging.SimpleName(this) + "(" + system.Name + ")";
        LogLevel level = Logging.LogLevelFor(system.Settings.LogLevel);
        bool shouldRemoveStandardOut = true;
        IList<string> types = system.Settings.Loggers;
        if (types.Count == 0)
        {
            types = [typeof(DefaultLogger).AssemblyQualifiedName!];
        }

        foreach (string typeName in types)
        {
            Type type = TypeNames.Find(typeName)
                ?? throw new ConfigurationException($"Logger specified in config cannot be found: \"{typeName}\"");
            if (typeof(MinimalLogger).IsAssignableFrom(type))
            {
                shouldRemoveStandardOut = type != system.Settings.StdoutLogger.GetType();
                continue;
            }

            AddLogger(system, type, level, name);
        }

        SetLogLevel(level);
        if (system.Settings.DebugUnhandledMessage)
        {
            IActorRef forwarder = system.SystemActorOf(Props.Create(typeof(UnhandledMessageForwarder)), "UnhandledMessageForwarder");
            Subscribe(forwarder, typeof(UnhandledMessage));
        }

        if (shouldRemoveStandardOut)
        {
            Publish(new Debug(name, GetType(), $"StandardOutLogger being removed"));
            Unsubscribe(system.Settings.StdoutLogger);
        }

        Publish(new Debug(name, GetType(), "Default Loggers started"));
    }

    private void AddLogger(ActorSystemImpl system, Type type, LogLevel level, string name)
    {
        string loggerName = $"log{Interlocked.Increment(ref s_loggerId)}-{type.Name}";
        Props props = Props.Create(type).WithDispatcher(system.Settings.LoggersDispatcher);
        IActorRef logger = system.SystemActorOf(props, loggerName);
        Task<object> answer = logger.Ask<object>(new InitializeLogger(this), Timeout.InfiniteTimeSpan);
        TimeSpan timeout = system.Settings.LoggerStartTimeout;
        if (system.Settings.LoggerAsyncStart)
        {
            _ = AddWhenReady();
        }
        else if (((IAsyncResult)answer).AsyncWaitHandle.WaitOne(timeout))
        {
            AddStarted(logger, loggerName, type, level, name, answer.GetAwaiter().GetResult());
        }
        else
        {
            // It is late, not lost: it gets the events from its answer on.
            Publish(new Warning(name, GetType(), $"Logger {loggerName} [{type.Name}] did not respond within {timeout} to InitializeLogger(bus)"));
            _ = AddWhenReady();
        }

        async Task AddWhenReady()
        {
            try
            {
                object answered = await answer.ConfigureAwait(false);
                AddStarted(logger, loggerName, type, LogLevel, name, answered);
            }
            catch (Exception e)
            {
                Publish(new Error(e, name, GetType(), $"Logger {loggerName} [{type.Name}] could not be started"));
            }
        }
    }

    private void AddStarted(IActorRef logger, string loggerName, Type type, LogLevel level, string name, object answer)
    {
        if (answer is not LoggerInitialized)
        {
            throw new LoggerInitializationException($"Logger {loggerName} did not respond with LoggerInitialized, sent instead {answer}");
        }

        lock (_loggers)
        {
            _loggers.Add(logger);
        }

        SubscribeLogLevels(level, logger);
        Publish(new Debug(name, GetType(), $"Logger {loggerName} [{type.Name}] started"));
    }

    /// <summary>Writes to the console until the loggers have started, and again when they have stopped.</summary>
    internal void StartStdoutLogger(Settings settings)
    {
        LogLevel level = Logging.LogLevelFor(settings.StdoutLogLevel);
        SubscribeLogLevels(level, settings.StdoutLogger);
        LogLevel = level;
        Publish(new Debug(Logging.SimpleName(this), GetType(), "StandardOutLogger started"));
    }

    /// <summary>Stops the loggers.</summary>
    internal void StopDefaultLoggers(ActorSystem system)
    {
        LogLevel level = LogLevel;
        MinimalLogger console = system.Settings.StdoutLogger;
        IActorRef[] loggers;
        lock (_loggers)
        {
            loggers = [.. _loggers];
            _loggers.Clear();
        }

        if (loggers.Length > 0)
        {
            SubscribeLogLevels(Logging.LogLevelFor(system.Settings.StdoutLogLevel), console);
            Publish(new Debug(Logging.SimpleName(this), GetType(), "Shutting down: StandardOutLogger started"));
        }

        foreach (IActorRef logger in loggers)
        {
            Unsubscribe(logger);
            (logger as IInternalActorRef)?.Stop();
        }

        Publish(new Debug(Logging.SimpleName(this), GetType(), "All default loggers stopped"));
        LogLevel = level;
    }

    private void SubscribeLogLevels(LogLevel level, IActorRef logger)
    {
        foreach (LogLevel each in AllLevels)
        {
            if (each >= level)
            {
                Subscribe(logger, Logging.ClassFor(each));
            }
        }
    }

    /// <summary>Changes the lowest level that reaches the loggers.</summary>
    public void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        IActorRef[] loggers;
        lock (_loggers)
        {
            loggers = [.. _loggers];
        }

        foreach (IActorRef logger in loggers)
        {
            foreach (LogLevel each in AllLevels)
            {
                if (each >= logLevel)
                {
                    Subscribe(logger, Logging.ClassFor(each));
                }
                else
                {
                    Unsubscribe(logger, Logging.ClassFor(each));
                }
            }
        }
    }

    private sealed class UnhandledMessageForwarder : ActorBase
    {
        protected override bool Receive(object message)
        {
            if (message is not UnhandledMessage unhandled)
            {
                return false;
            }

            Context.System.EventStream.Publish(new Debug(
                unhandled.Recipient.Path.ToString(),
                unhandled.Recipient.GetType(),
                $"Unhandled message from {unhandled.Sender} : {unhandled.Message}"));
            return true;
        }
    }
}
