using System.Collections.Concurrent;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Routing;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>Makes and finds the references of a system whose actors all live in this process.</summary>
public sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly EventStream _eventStream;
    private readonly ILoggingAdapter _log;
    private readonly ActorPath _tempNode;
    private readonly RootWatcher _rootWatcher;
    private ActorSystemImpl _system = null!;
    private RootGuardianActorRef _rootGuardian = null!;
    private VirtualPathContainer _tempContainer = null!;
    private long _tempNumber = -1;
    private readonly ConcurrentDictionary<string, IInternalActorRef> _extraNames = new();

    /// <summary>Made by the system.</summary>
    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream, Deployer? deployer)
    {
        Settings = settings;
        _eventStream = eventStream;
        Deployer = deployer ?? new Deployer(settings);
        RootPath = new RootActorPath(new Address("akka", systemName));
        _tempNode = RootPath / "temp";
        _log = Logging.GetLogger(eventStream, "LocalActorRefProvider(" + RootPath.Address + ")");
        DeadLetters = new DeadLetterActorRef(this, RootPath / "deadLetters", eventStream);
        IgnoreRef = new IgnoreActorRef(this);
        _rootWatcher = new RootWatcher(this, RootPath / "bubble-walker", _log);
    }

    /// <inheritdoc />
    public IInternalActorRef RootGuardian => _rootGuardian;

    /// <inheritdoc />
    public LocalActorRef Guardian { get; private set; } = null!;

    /// <inheritdoc />
    public LocalActorRef SystemGuardian { get; private set; } = null!;

    /// <inheritdoc />
    public IActorRef DeadLetters { get; }

    /// <inheritdoc />
    public IActorRef IgnoreRef { get; }

    /// <inheritdoc />
    public ActorPath RootPath { get; }

    /// <inheritdoc />
    public Settings Settings { get; }

    /// <inheritdoc />
    public Deployer Deployer { get; }

    /// <inheritdoc />
    public IInternalActorRef TempContainer => _tempContainer;

    /// <inheritdoc />
    public Task TerminationTask => _rootWatcher.Terminated;

    /// <inheritdoc />
    public Address DefaultAddress => RootPath.Address;

    /// <inheritdoc />
    public IActorRef RootGuardianAt(Address address) => address == RootPath.Address ? _rootGuardian : DeadLetters;

    /// <inheritdoc />
    public ActorPath TempPath() => new ChildActorPath(_tempNode, Base64Encoding.Base64Encode(Interlocked.Increment(ref _tempNumber)), ActorCell.UndefinedUid);

    /// <inheritdoc />
    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path)
    {
        if (!path.Parent.Equals(_tempNode))
        {
            throw new InvalidOperationException("Cannot RegisterTempActor() with anything not obtained from tempPath()");
        }

        _tempContainer.AddChild(path.Name, actorRef);
    }

    /// <inheritdoc />
    public void UnregisterTempActor(ActorPath path)
    {
        if (!path.Parent.Equals(_tempNode))
        {
            throw new InvalidOperationException("Cannot UnregisterTempActor() with anything not obtained from tempPath()");
        }

        _tempContainer.TryRemove(path.Name);
    }

    /// <inheritdoc />
    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) => new(tcs, null, this);

    /// <summary>Puts a reference directly below <c>/</c> under a name of its own.</summary>
    public void RegisterExtraName(string name, IInternalActorRef actor) => _extraNames[name] = actor;

    /// <inheritdoc />
    public void Init(ActorSystemImpl system)
    {
        _system = system;
        MessageDispatcher dispatcher = system.Dispatchers.InternalDispatcher;
        MailboxType mailbox = system.Mailboxes.Lookup(Mailboxes.DefaultMailboxId);
        SupervisorStrategy fatal = new OneForOneStrategy(cause =>
        {
            _log.Error(cause, "guardian failed, shutting down system");
            return Directive.Escalate;
        });
        Props rootProps = Props.Create<GuardianActor>().WithSupervisorStrategy(fatal);
        _rootGuardian = new RootGuardianActorRef(system, rootProps, dispatcher, mailbox, _rootWatcher, RootPath, (IInternalActorRef)DeadLetters, _extraNames);
        MessageDispatcher userDispatcher = system.Dispatchers.DefaultGlobalDispatcher;
        Guardian = Guard(Props.Create<GuardianActor>(), "user", userDispatcher, mailbox, UserStrategy());
        Props systemProps = Props.Create(typeof(SystemGuardianActor), Guardian);
        SystemGuardian = Guard(systemProps, "system", dispatcher, mailbox, SupervisorStrategy.DefaultStrategy);
        _tempContainer = new VirtualPathContainer(this, _tempNode, _rootGuardian, _log);
        _rootGuardian.SetTempContainer(_tempContainer);
        _rootGuardian.Start();
        SystemGuardian.SendSystemMessage(new Watch(Guardian, SystemGuardian));
        _rootGuardian.SendSystemMessage(new Watch(SystemGuardian, _rootGuardian));
        SystemGuardian.Start();
        Guardian.Start();
        _eventStream.StartUnsubscriber(system);
    }

    private SupervisorStrategy UserStrategy() =>
        SupervisorStrategyConfigurator.CreateConfigurator(Settings.SupervisorStrategyClass).Create();

    private LocalActorRef Guard(Props props, string name, MessageDispatcher dispatcher, MailboxType mailbox, SupervisorStrategy strategy)
    {
        ActorCell root = _rootGuardian.Cell;
        root.ReserveChild(name);
        var reference = new LocalActorRef(_system, props.WithSupervisorStrategy(strategy), dispatcher, mailbox, _rootGuardian, RootPath / name);
        root.InitChild(reference);
        return reference;
    }

    /// <inheritdoc />
    public IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService, Deploy? deploy, bool lookupDeploy, bool async)
    {
        if (Settings.DebugRouterMisconfiguration && lookupDeploy && Deployer.Lookup(path) is { RouterConfig: not NoRouter } && props.RouterConfig is NoRouter)
        {
            _log.Warning("Configuration says that [{0}] should be a router, but code disagrees. Remove the config or add a RouterConfig to its Props.", path);
        }

        Deploy? configured = lookupDeploy && !systemService ? Deployer.Lookup(path) : null;
        Props effective = configured is null ? props : props.WithDeploy(configured);
        if (deploy is not null)
        {
            effective = effective.WithDeploy(deploy);
        }

        if (props.RouterConfig is not NoRouter)
        {
            return RoutedActors.Make(system, effective, supervisor, path, this);
        }

        if (effective.RouterConfig is not NoRouter)
        {
            effective = effective.WithRouter(NoRouter.Instance);
        }

        (MessageDispatcher dispatcher, MailboxType mailbox) = Resources(system, effective, path, systemService);
        return async
            ? new RepointableActorRef(system, effective, dispatcher, mailbox, supervisor, path)
            : new LocalActorRef(system, effective, dispatcher, mailbox, supervisor, path);
    }

    internal static (MessageDispatcher Dispatcher, MailboxType Mailbox) Resources(ActorSystemImpl system, Props props, ActorPath path, bool systemService)
    {
        string dispatcherId = systemService && props.Deploy.Dispatcher.Length == 0 ? Dispatchers.InternalDispatcherId : props.Dispatcher;
        if (!system.Dispatchers.HasDispatcher(dispatcherId))
        {
            throw new ConfigurationException($"Dispatcher [{dispatcherId}] not configured for path {path}");
        }

        try
        {
            MessageDispatcher dispatcher = system.Dispatchers.Lookup(dispatcherId);
            return (dispatcher, system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config));
        }
        catch (Exception e)
        {
            throw new ConfigurationException($"Configuration problem while creating [{path}] with dispatcher [{dispatcherId}] and mailbox [{props.Mailbox}]", e);
        }
    }

    /// <inheritdoc />
    public IActorRef ResolveActorRef(string path) =>
        ActorPath.TryParse(path, out ActorPath? parsed) ? ResolveActorRef(parsed) : Unknown("Resolve of unknown path [{0}] failed. Invalid format.", path);

    /// <inheritdoc />
    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (IgnoreActorRef.IsIgnoreRefPath(actorPath))
        {
            return IgnoreRef;
        }

        if (actorPath.Root.Equals(RootPath))
        {
            return ResolveActorRef(_rootGuardian, actorPath.ElementsWithUid);
        }

        return Unknown("Resolve of foreign ActorPath [{0}] failed", actorPath);
    }

    private IActorRef Unknown(string text, object path)
    {
        _log.Debug(text, path);
        return DeadLetters;
    }

    private IActorRef ResolveActorRef(IInternalActorRef actorRef, IReadOnlyList<string> elements)
    {
        if (elements.Count == 0)
        {
            _log.Debug("Resolve of empty path sequence fails (per definition)");
            return DeadLetters;
        }

        IActorRef found = actorRef.GetChild(elements);
        if (!found.IsNobody())
        {
            return found;
        }

        _log.Debug("Resolve of path sequence [/{0}] failed", ActorPath.FormatPathElements(elements));
        return new EmptyLocalActorRef(actorRef.Provider, actorRef.Path / elements, _eventStream);
    }

    /// <inheritdoc />
    public Address? GetExternalAddressFor(Address address) => address == RootPath.Address ? address : null;
}
