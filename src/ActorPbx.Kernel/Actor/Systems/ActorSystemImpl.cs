using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>The actor system.</summary>
public class ActorSystemImpl : ExtendedActorSystem
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _extensions = new();
    private readonly TerminationCallbacks _terminationCallbacks = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private IActorRef? _deadLetterListener;
    private int _terminating;

    /// <summary>A system with the runtime's own settings.</summary>
    public ActorSystemImpl(string name)
        : this(name, ConfigurationFactory.Default(), ActorSystemSetup.Empty)
    {
    }

    /// <summary>Makes all parts; the system works after <see cref="Start"/>.</summary>
    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (name.Length == 0 || name[0] == '-' || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        }

        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(EventStream, "ActorSystem(" + name + ")", GetType(), Settings.LogFormatter);
        Scheduler = Instantiate<IScheduler>(Settings.SchedulerClass, Settings.Config, Log);
        Living = new LivingFigures(Scheduler);
        Provider = Instantiate<IActorRefProvider>(Settings.ProviderClass, Name, Settings, EventStream, (Deployer?)null);
        DeadLetters = Provider.DeadLetters;
        Mailboxes = new Mailboxes(this);
        Dispatchers = new Dispatchers(this, new DefaultDispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes), Log);
        Serialization = new Serialization.Serialization(this);
        WhenTerminated = _terminationCallbacks.WhenAllRun;
    }

    private static T Instantiate<T>(string typeName, params object?[] args)
    {
        Type type = TypeNames.Find(typeName)
            ?? throw new ConfigurationException($"Type [{typeName}] specified in configuration could not be found.");
        try
        {
            return (T)Activator.CreateInstance(type, args)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            throw e.InnerException;
        }
    }

    /// <inheritdoc />
    public override Settings Settings { get; }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override Serialization.Serialization Serialization { get; }

    /// <inheritdoc />
    public override EventStream EventStream { get; }

    /// <inheritdoc />
    public override IActorRef DeadLetters { get; }

    /// <inheritdoc />
    public override IActorRef IgnoreRef => Provider.IgnoreRef;

    /// <inheritdoc />
    public override Dispatchers Dispatchers { get; }

    /// <inheritdoc />
    public override Mailboxes Mailboxes { get; }

    /// <inheritdoc />
    public override IScheduler Scheduler { get; }

    /// <inheritdoc />
    public override ILoggingAdapter Log { get; }

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; }

    /// <inheritdoc />
    public override IInternalActorRef LookupRoot => Provider.RootGuardian;

    /// <inheritdoc />
    public override IInternalActorRef Guardian => Provider.Guardian;

    /// <inheritdoc />
    public override IInternalActorRef SystemGuardian => Provider.SystemGuardian;

    /// <inheritdoc />
    public override ActorProducerPipelineResolver ActorPipelineResolver { get; } = new();

    /// <inheritdoc />
    public override TimeSpan StartTime => TimeSpan.FromSeconds((double)_started / Stopwatch.Frequency);

    /// <inheritdoc />
    public override TimeSpan Uptime => Stopwatch.GetElapsedTime(_started);

    /// <inheritdoc />
    public override Task WhenTerminated { get; }

    internal bool Aborting { get; private set; }

    internal LivingFigures Living { get; }

    /// <summary>Starts the guardians, the loggers and the extensions that the configuration names.</summary>
    public void Start()
    {
        try
        {
            Provider.Init(this);
            EventStream.StartDefaultLoggers(this);
            _ = Provider.TerminationTask.ContinueWith(_ => Ended(), TaskScheduler.Default);
            if (Settings.LogDeadLetters > 0)
            {
                _deadLetterListener = SystemActorOf(Props.Create<DeadLetterListener>(), "deadLetterListener");
            }

            CoordinatedShutdown.Get(this); // from now on the process's end is the system's too
            ConfiguredExtensions.Load(this);
            if (Settings.LogConfigOnStart)
            {
                Log.Info(Settings.ToString());
            }
        }
        catch
        {
            GiveUp();
            throw;
        }
    }

    private void GiveUp()
    {
        try
        {
            Terminate();
        }
        catch (ConfigurationException)
        {
            FinalTerminate(); // there is no shutdown in order, since its own settings are wrong
        }
    }

    private void Ended()
    {
        (Scheduler as IDisposable)?.Dispose();
        Dispatchers.ShutdownAll();
        Living.Dispose();
        _terminationCallbacks.Run();
    }

    /// <inheritdoc />
    public override IActorRef ActorOf(Props props, string? name = null) => Provider.Guardian.Cell.AttachChild(props, false, name);

    /// <inheritdoc />
    public override IActorRef SystemActorOf(Props props, string? name = null) => Provider.SystemGuardian.Cell.AttachChild(props, true, name);

    /// <inheritdoc />
    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    /// <inheritdoc />
    public override ActorSelection ActorSelection(ActorPath actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this);

    /// <inheritdoc />
    public override ActorSelection ActorSelection(string actorPath) => ActorRefFactoryShared.ActorSelection(actorPath, this, Provider.RootGuardian);

    /// <inheritdoc />
    public override object RegisterExtension(IExtensionId extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        return _extensions.GetOrAdd(extension.ExtensionType, _ => new Lazy<object>(() => extension.CreateExtension(this))).Value;
    }

    /// <inheritdoc />
    public override object GetExtension(IExtensionId extensionId) =>
        TryGetExtension(extensionId.ExtensionType, out object? extension) ? extension! : RegisterExtension(extensionId);

    /// <inheritdoc />
    public override T GetExtension<T>() => TryGetExtension(out T? extension) ? extension! : null!;

    /// <inheritdoc />
    public override bool HasExtension(Type type) => _extensions.ContainsKey(type);

    /// <inheritdoc />
    public override bool HasExtension<T>() => HasExtension(typeof(T));

    /// <inheritdoc />
    public override bool TryGetExtension(Type extensionType, out object? extension)
    {
        extension = _extensions.TryGetValue(extensionType, out Lazy<object>? made) ? made.Value : null;
        return extension is not null;
    }

    /// <inheritdoc />
    public override bool TryGetExtension<T>(out T? extension)
        where T : class
    {
        extension = TryGetExtension(typeof(T), out object? found) ? (T)found! : null;
        return extension is not null;
    }

    /// <inheritdoc />
    public override void RegisterOnTermination(Action code) => _terminationCallbacks.Add(code);

    /// <inheritdoc />
    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate && !Aborting)
        {
            SystemShutdown.Run(this);
        }
        else
        {
            FinalTerminate();
        }

        return WhenTerminated;
    }

    internal override void FinalTerminate()
    {
        if (Interlocked.Exchange(ref _terminating, 1) == 1)
        {
            return;
        }

        EventStream.Publish(new Event.Debug(Logging.SimpleName(this), GetType(), "System shutdown initiated"));
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null)
        {
            Stop(_deadLetterListener);
        }

        Provider.Guardian.Stop();
    }

    /// <inheritdoc />
    public override void Abort()
    {
        Aborting = true;
        Terminate();
    }

    /// <inheritdoc />
    public override void Stop(IActorRef actor)
    {
        ActorPath path = actor.Path, parent = path.Parent;
        if (parent == Provider.Guardian.Path)
        {
            Provider.Guardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        }
        else if (parent == Provider.SystemGuardian.Path)
        {
            Provider.SystemGuardian.Tell(new StopChild(actor), ActorRefs.NoSender);
        }
        else
        {
            ((IInternalActorRef)actor).Stop();
        }
    }

    internal override string PrintTree()
    {
        var text = new System.Text.StringBuilder();
        Print(Provider.RootGuardian, "");
        return text.ToString();

        void Print(IInternalActorRef node, string indent)
        {
            text.Append(indent).Append("-> ").AppendLine(node.Path.Name);
            foreach (IActorRef child in (node as ActorRefWithCell)?.Children ?? [])
            {
                Print((IInternalActorRef)child, indent + "   ");
            }
        }
    }

    /// <inheritdoc />
    public override string ToString() => LookupRoot.Path.Root.Address.ToString();
}
