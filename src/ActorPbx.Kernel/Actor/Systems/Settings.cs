using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>What a system reads from its configuration.</summary>
public class Settings
{
    private readonly Config _userConfig;
    private Config _fallback;

    /// <summary>Reads the configuration, completed by the runtime's own.</summary>
    public Settings(ActorSystem system, Config config, ActorSystemSetup? setup = null)
    {
        Setup = setup ?? ActorSystemSetup.Empty;
        System = system;
        _userConfig = config;
        _fallback = ConfigurationFactory.Default();
        Config = config.WithFallback(_fallback);
        ReadActor();
        ReadLogging();
        ReadLifeCycle();
    }

    private void ReadActor()
    {
        string provider = Config.GetString("akka.actor.provider") ?? "local";
        BootstrapSetup? bootstrap = Setup.Get<BootstrapSetup>() is { HasValue: true } given ? given.Value : null;
        ProviderSelectionType = bootstrap is { ActorRefProvider.HasValue: true }
            ? bootstrap.ActorRefProvider.Value
            : ProviderSelection.GetProvider(provider);
        ConfigVersion = Config.GetString("akka.version") ?? "";
        ProviderClass = ProviderSelectionType.Fqn;
        HasCluster = ProviderSelectionType.HasCluster;
        SupervisorStrategyClass = Config.GetString("akka.actor.guardian-supervisor-strategy") ?? typeof(DefaultSupervisorStrategy).FullName!;
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan, allowInfinite: true);
        CreationTimeout = Config.GetTimeSpan("akka.actor.creation-timeout", TimeSpan.FromSeconds(20));
        UnstartedPushTimeout = Config.GetTimeSpan("akka.actor.unstarted-push-timeout", TimeSpan.FromSeconds(10));
        SerializeAllMessages = Config.GetBoolean("akka.actor.serialize-messages");
        SerializeAllCreators = Config.GetBoolean("akka.actor.serialize-creators");
        DefaultVirtualNodesFactor = Config.GetInt("akka.actor.deployment.default.virtual-nodes-factor", 10);
        SchedulerClass = Config.GetString("akka.scheduler.implementation") ?? typeof(HashedWheelTimerScheduler).FullName!;
        SchedulerShutdownTimeout = Config.GetTimeSpan("akka.scheduler.shutdown-timeout", TimeSpan.FromSeconds(5));
        Home = Config.GetString("akka.home") ?? "";
    }

    private void ReadLogging()
    {
        LogLevel = Config.GetString("akka.loglevel") ?? "INFO";
        StdoutLogLevel = Config.GetString("akka.stdout-loglevel") ?? "WARNING";
        Loggers = Config.GetStringList("akka.loggers");
        LoggersDispatcher = Config.GetString("akka.loggers-dispatcher") ?? Dispatchers.InternalDispatcherId;
        LoggerStartTimeout = Config.GetTimeSpan("akka.logger-startup-timeout", TimeSpan.FromSeconds(5));
        LoggerAsyncStart = Config.GetBoolean("akka.logger-async-start");
        LogConfigOnStart = Config.GetBoolean("akka.log-config-on-start");
        LogSerializerOverrideOnStart = Config.GetBoolean("akka.log-serializer-override-on-start", true);
        LogFormatter = Create<ILogMessageFormatter>("akka.logger-formatter", SemanticLogMessageFormatter.Instance);
        StdoutLogger = Create<MinimalLogger>("akka.stdout-logger-class", null) ?? new StandardOutLogger();
        LogFilter = Setup.Get<LogFilterSetup>() is { HasValue: true, Value: var filters } ? filters.CreateEvaluator() : LogFilterEvaluator.NoFilters;
        StdoutLogger.Filter = LogFilter;
        string deadLetters = (Config.GetString("akka.log-dead-letters") ?? "10").ToUpperInvariant();
        LogDeadLetters = deadLetters is "ON" or "TRUE" or "YES" ? int.MaxValue : deadLetters is "OFF" or "FALSE" or "NO" ? 0 : Config.GetInt("akka.log-dead-letters");
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = (Config.GetString("akka.log-dead-letters-suspend-duration") ?? "5m") == "infinite"
            ? Timeout.InfiniteTimeSpan
            : Config.GetTimeSpan("akka.log-dead-letters-suspend-duration", TimeSpan.FromMinutes(5));
        AddLoggingReceive = Config.GetBoolean("akka.actor.debug.receive");
        DebugAutoReceive = Config.GetBoolean("akka.actor.debug.autoreceive");
        DebugTimers = Config.GetBoolean("akka.actor.debug.log-timers");
        EmitActorTelemetry = Config.GetBoolean("akka.actor.telemetry.enabled");
        DebugLifecycle = Config.GetBoolean("akka.actor.debug.lifecycle");
        FsmDebugEvent = Config.GetBoolean("akka.actor.debug.fsm");
        DebugEventStream = Config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = Config.GetBoolean("akka.actor.debug.unhandled");
        DebugRouterMisconfiguration = Config.GetBoolean("akka.actor.debug.router-misconfiguration");
    }

    private void ReadLifeCycle()
    {
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system", true);
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate", true);
        if (CoordinatedShutdownRunByActorSystemTerminate && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and akka.coordinated-shutdown.terminate-actor-system=off is not a supported configuration combination.");
        }
    }

    private T Create<T>(string path, T? fallback)
        where T : class
    {
        string? name = Config.GetString(path);
        if (string.IsNullOrEmpty(name))
        {
            return fallback!;
        }

        Type type = TypeNames.Find(name) ?? throw new ConfigurationException($"{path}: type [{name}] was not found");
        return type == typeof(SemanticLogMessageFormatter) ? (T)(object)SemanticLogMessageFormatter.Instance : (T)Activator.CreateInstance(type)!;
    }

    /// <summary>Adds settings below all others.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        _fallback = config.SafeWithFallback(_fallback);
        Config = _userConfig.WithFallback(_fallback);
    }

    /// <summary>What the program said before the system started.</summary>
    public ActorSystemSetup Setup { get; }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The whole configuration.</summary>
    public Config Config { get; private set; }

    /// <summary>The version of the configuration's form.</summary>
    public string ConfigVersion { get; private set; } = "";

    /// <summary>Where the program is installed, if said.</summary>
    public string Home { get; private set; } = "";

    /// <summary>Which provider was chosen.</summary>
    public ProviderSelection ProviderSelectionType { get; private set; } = ProviderSelection.Local.Instance;

    /// <summary>The class of the provider.</summary>
    public string ProviderClass { get; private set; } = "";

    /// <summary>Whether the provider brings a cluster.</summary>
    public bool HasCluster { get; private set; }

    /// <summary>The class that makes the strategy of the program's topmost parent.</summary>
    public string SupervisorStrategyClass { get; private set; } = "";

    /// <summary>Whether every message is copied through the serialiser, for tests.</summary>
    public bool SerializeAllMessages { get; private set; }

    /// <summary>Whether all props are copied through the serialiser, for tests.</summary>
    public bool SerializeAllCreators { get; private set; }

    /// <summary>How long a question waits unless it says otherwise.</summary>
    public TimeSpan AskTimeout { get; private set; }

    /// <summary>How long making an actor may take where somebody waits.</summary>
    public TimeSpan CreationTimeout { get; private set; }

    /// <summary>How long a sender to an actor that has not started may wait.</summary>
    public TimeSpan UnstartedPushTimeout { get; private set; }

    /// <summary>How many places on the ring a routee of a consistent-hash router has.</summary>
    public int DefaultVirtualNodesFactor { get; private set; }

    /// <summary>The class of the clock.</summary>
    public string SchedulerClass { get; private set; } = "";

    /// <summary>How long the clock may take to stop.</summary>
    public TimeSpan SchedulerShutdownTimeout { get; private set; }

    /// <summary>The lowest level that is logged.</summary>
    public string LogLevel { get; private set; } = "";

    /// <summary>The lowest level that goes to the console before the loggers start.</summary>
    public string StdoutLogLevel { get; private set; } = "";

    /// <summary>The logger used before the loggers start.</summary>
    public MinimalLogger StdoutLogger { get; private set; } = null!;

    /// <summary>The classes of the loggers.</summary>
    public IList<string> Loggers { get; private set; } = [];

    /// <summary>The dispatcher of the loggers.</summary>
    public string LoggersDispatcher { get; private set; } = "";

    /// <summary>How long a logger may take to start.</summary>
    public TimeSpan LoggerStartTimeout { get; private set; }

    /// <summary>Whether the system starts without waiting for its loggers.</summary>
    public bool LoggerAsyncStart { get; private set; }

    /// <summary>What keeps events out of the log.</summary>
    public LogFilterEvaluator LogFilter { get; private set; } = LogFilterEvaluator.NoFilters;

    /// <summary>What puts log texts together.</summary>
    public ILogMessageFormatter LogFormatter { get; private set; } = null!;

    /// <summary>Whether the configuration is logged at the start.</summary>
    public bool LogConfigOnStart { get; private set; }

    /// <summary>Whether replaced serialisers are logged.</summary>
    public bool LogSerializerOverrideOnStart { get; private set; }

    /// <summary>How many undelivered messages are logged.</summary>
    public int LogDeadLetters { get; private set; }

    /// <summary>Whether undelivered messages are logged while the system ends.</summary>
    public bool LogDeadLettersDuringShutdown { get; private set; }

    /// <summary>How long nothing is logged after that number.</summary>
    public TimeSpan LogDeadLettersSuspendDuration { get; private set; }

    /// <summary>Whether actors may log each message.</summary>
    public bool AddLoggingReceive { get; private set; }

    /// <summary>Whether messages that every actor understands are logged.</summary>
    public bool DebugAutoReceive { get; private set; }

    /// <summary>Whether starts, stops and watches are logged.</summary>
    public bool DebugLifecycle { get; private set; }

    /// <summary>Whether the start of timers is logged as a detail.</summary>
    internal bool DebugTimers { get; private set; }

    /// <summary>Whether the start, restart and end of actors are published as <see cref="IActorTelemetryEvent"/>.</summary>
    public bool EmitActorTelemetry { get; private set; }

    /// <summary>Whether events of state machines are logged.</summary>
    public bool FsmDebugEvent { get; private set; }

    /// <summary>Whether subscriptions are logged.</summary>
    public bool DebugEventStream { get; private set; }

    /// <summary>Whether unhandled messages are logged.</summary>
    public bool DebugUnhandledMessage { get; private set; }

    /// <summary>Whether routers that only the configuration knows are logged.</summary>
    public bool DebugRouterMisconfiguration { get; private set; }

    /// <summary>Whether coordinated shutdown ends the system.</summary>
    public bool CoordinatedShutdownTerminateActorSystem { get; private set; }

    /// <summary>Whether ending the system runs coordinated shutdown.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate { get; private set; }

    /// <inheritdoc />
    public override string ToString() => Config.ToString();
}
