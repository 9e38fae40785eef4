using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>A hierarchy of actors with what they share: clock, dispatchers, event stream, settings.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private bool _disposed;

    /// <summary>The settings.</summary>
    public abstract Settings Settings { get; }

    /// <summary>The name.</summary>
    public abstract string Name { get; }

    /// <summary>The serialisers.</summary>
    public abstract Serialization.Serialization Serialization { get; }

    /// <summary>The event stream.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>Where messages go that cannot be delivered.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Takes messages and does nothing.</summary>
    public abstract IActorRef IgnoreRef { get; }

    /// <summary>The dispatchers.</summary>
    public abstract Dispatchers Dispatchers { get; }

    /// <summary>The mailboxes.</summary>
    public abstract Mailboxes Mailboxes { get; }

    /// <summary>The clock.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>The system's own log.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>When the system started, on the monotonic clock.</summary>
    public abstract TimeSpan StartTime { get; }

    /// <summary>How long the system runs.</summary>
    public abstract TimeSpan Uptime { get; }

    /// <summary>Completes when the system has ended.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>Starts a system.</summary>
    public static ActorSystem Create(string name, Config config) => CreateAndStartSystem(name, config, ActorSystemSetup.Empty);

    /// <summary>Starts a system.</summary>
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    /// <summary>Starts a system.</summary>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        BootstrapSetup? bootstrap = setup.Get<BootstrapSetup>() is { HasValue: true } given ? given.Value : null;
        Config config = bootstrap is { Config.HasValue: true } ? bootstrap.Config.Value : ConfigurationFactory.Load();
        return CreateAndStartSystem(name, config, setup);
    }

    /// <summary>Starts a system with the configuration beside the program.</summary>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    private static ActorSystemImpl CreateAndStartSystem(string name, Config config, ActorSystemSetup setup)
    {
        // Started from within an actor, a system must not take that actor for its own.
        ActorCell? before = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = null;
        try
        {
            var system = new ActorSystemImpl(name, config, setup);
            system.Start();
            return system;
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = before;
        }
    }

    /// <summary>The extension of the identifier.</summary>
    public abstract object GetExtension(IExtensionId extensionId);

    /// <summary>The extension of the class.</summary>
    public abstract T GetExtension<T>()
        where T : class, IExtension;

    /// <summary>Whether the extension is there.</summary>
    public abstract bool HasExtension(Type type);

    /// <summary>Whether the extension is there.</summary>
    public abstract bool HasExtension<T>()
        where T : class, IExtension;

    /// <summary>The extension of the class, if it is there.</summary>
    public abstract bool TryGetExtension(Type extensionType, out object? extension);

    /// <summary>The extension of the class, if it is there.</summary>
    public abstract bool TryGetExtension<T>(out T? extension)
        where T : class, IExtension;

    /// <summary>The extension of the identifier, made if need be.</summary>
    public abstract object RegisterExtension(IExtensionId extension);

    /// <summary>Runs an action after the system has ended; the last registered first.</summary>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Ends the system.</summary>
    public abstract Task Terminate();

    /// <summary>Stops an actor.</summary>
    public abstract void Stop(IActorRef actor);

    /// <inheritdoc />
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <inheritdoc />
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc />
    public abstract ActorSelection ActorSelection(string actorPath);

    internal abstract void FinalTerminate();

    /// <summary>Ends the system, without waiting.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the system, without waiting.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            Log.Debug("Disposing system");
            Terminate();
        }
    }
}

/// <summary>A system as its extensions see it.</summary>
public abstract class ExtendedActorSystem : ActorSystem
{
    /// <summary>What makes the references.</summary>
    public abstract IActorRefProvider Provider { get; }

    /// <summary>The parent of all.</summary>
    public abstract IInternalActorRef LookupRoot { get; }

    /// <summary>The parent of all actors of the program.</summary>
    public abstract IInternalActorRef Guardian { get; }

    /// <summary>The parent of all actors of the runtime.</summary>
    public abstract IInternalActorRef SystemGuardian { get; }

    /// <summary>What is done to new actors.</summary>
    public abstract ActorProducerPipelineResolver ActorPipelineResolver { get; }

    /// <summary>Makes an actor of the runtime.</summary>
    public abstract IActorRef SystemActorOf(Props props, string? name = null);

    /// <summary>Makes an actor of the runtime.</summary>
    public abstract IActorRef SystemActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new();

    /// <summary>Ends the system at once, without coordinated shutdown.</summary>
    public abstract void Abort();

    internal abstract string PrintTree();
}
