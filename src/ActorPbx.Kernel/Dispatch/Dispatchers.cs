using System.Collections.Concurrent;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>The dispatchers of a system, by the path of their configuration.</summary>
public sealed class Dispatchers
{
    private const int MaxAliasDepth = 20;

    /// <summary>The path of the default dispatcher.</summary>
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";

    /// <summary>The path of the dispatcher of the runtime's own actors.</summary>
    public const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    /// <summary>The path of the dispatcher for work that blocks.</summary>
    public const string DefaultBlockingDispatcherId = "akka.actor.default-blocking-io-dispatcher";

    /// <summary>The path of the dispatcher that runs on the current synchronization context.</summary>
    public const string SynchronizedDispatcherId = "akka.actor.synchronized-dispatcher";

    private readonly ActorSystem _system;
    private readonly ILoggingAdapter? _log;
    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators = new();
    private readonly ConcurrentBag<MessageDispatcher> _made = [];

    /// <summary>Reads the settings.</summary>
    public Dispatchers(ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter? logger)
    {
        _system = system;
        _log = logger;
        Prerequisites = prerequisites;
    }

    /// <summary>What dispatchers get of the system.</summary>
    public IDispatcherPrerequisites Prerequisites { get; }

    /// <summary>The settings of the default dispatcher.</summary>
    public Config DefaultDispatcherConfig => IdConfig(DefaultDispatcherId).WithFallback(Section(DefaultDispatcherId));

    /// <summary>The default dispatcher.</summary>
    public MessageDispatcher DefaultGlobalDispatcher => Lookup(DefaultDispatcherId);

    internal MessageDispatcher InternalDispatcher => Lookup(InternalDispatcherId);

    /// <summary>The dispatcher configured at the path.</summary>
    public MessageDispatcher Lookup(string dispatcherName)
    {
        MessageDispatcher dispatcher = LookupConfigurator(string.IsNullOrEmpty(dispatcherName) ? DefaultDispatcherId : dispatcherName).Dispatcher();
        if (dispatcher is DedicatedThreadsDispatcher)
        {
            _made.Add(dispatcher);
        }

        return dispatcher;
    }

    /// <summary>A dispatcher from a section that is not in the configuration.</summary>
    public MessageDispatcher From(Config config) => ConfiguratorFrom(config, config.GetString("id") ?? "").Dispatcher();

    /// <summary>Whether a dispatcher is configured at the path.</summary>
    public bool HasDispatcher(string id) => _configurators.ContainsKey(id) || _system.Settings.Config.HasPath(id);

    /// <summary>Adds a dispatcher that is not in the configuration.</summary>
    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) => _configurators.TryAdd(id, configurator);

    internal void ShutdownAll()
    {
        foreach (MessageDispatcher dispatcher in _made)
        {
            dispatcher.ShutdownNow();
        }
    }

    private MessageDispatcherConfigurator LookupConfigurator(string id)
    {
        for (int hops = 0; ; hops++)
        {
            if (_configurators.TryGetValue(id, out MessageDispatcherConfigurator? known))
            {
                return known;
            }

            if (hops > MaxAliasDepth)
            {
                throw new ConfigurationException(
                    $"Could not find a concrete dispatcher config after following {MaxAliasDepth} aliases. Is there a loop in the configuration? The last id was {id}");
            }

            if (!_system.Settings.Config.HasPath(id))
            {
                throw new ConfigurationException($"Dispatcher [{id}] not configured for path {id}");
            }

            if (!IsAlias(id, out string target))
            {
                MessageDispatcherConfigurator made = ConfiguratorFrom(ConfigOf(id), id);
                return _configurators.GetOrAdd(id, made);
            }

            _log?.Debug("Dispatcher id [{0}] is an alias, actual dispatcher will be [{1}]", id, target);
            id = target;
        }
    }

    private bool IsAlias(string id, out string target)
    {
        target = "";
        if (_system.Settings.Config.GetValue(id) is not { } value || !value.IsString())
        {
            return false;
        }

        target = value.GetString() ?? "";
        return true;
    }

    private Config ConfigOf(string id) =>
        IdConfig(id)
            .WithFallback(Section(id))
            .WithFallback(ConfigurationFactory.ParseString("name = " + '"' + id[(id.LastIndexOf('.') + 1)..] + '"'))
            .WithFallback(Section(DefaultDispatcherId));

    private Config Section(string id) => _system.Settings.Config.GetConfig(id) ?? Config.Empty;

    private static Config IdConfig(string id) => ConfigurationFactory.ParseString($"id = \"{id}\"");

    private MessageDispatcherConfigurator ConfiguratorFrom(Config config, string id)
    {
        string type = config.GetString("type") ?? throw new ConfigurationException($"Missing dispatcher 'type' config in {id}");
        return type switch
        {
            "Dispatcher" => ByExecutor(config, config.GetString("executor") ?? "default-executor"),
            "TaskDispatcher" => new TaskDispatcherConfigurator(config, Prerequisites),
            "PinnedDispatcher" => new PinnedDispatcherConfigurator(config, Prerequisites),
            "ForkJoinDispatcher" => new ForkJoinExecutorConfigurator(config, Prerequisites),
            "CallingThreadDispatcher" => new DirectDispatcherConfigurator(config, Prerequisites),
            "SynchronizedDispatcher" => new CurrentSynchronizationContextDispatcherConfigurator(config, Prerequisites),
            _ => Instantiate(type, config, id),
        };
    }

    private MessageDispatcherConfigurator ByExecutor(Config config, string executor) => executor switch
    {
        "fork-join-executor" => new ForkJoinExecutorConfigurator(config, Prerequisites),
        "current-context-executor" => new CurrentSynchronizationContextDispatcherConfigurator(config, Prerequisites),
        "task-executor" => new TaskDispatcherConfigurator(config, Prerequisites),
        _ => new DispatcherConfigurator(config, Prerequisites),
    };

    private MessageDispatcherConfigurator Instantiate(string name, Config config, string id)
    {
        Type type = TypeNames.Find(name)
            ?? throw new ConfigurationException($"Could not resolve dispatcher type [{name}] for path {id}");
        return (MessageDispatcherConfigurator)Activator.CreateInstance(type, config, Prerequisites)!;
    }
}
