using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>Makes and finds the references of a system.</summary>
public interface IActorRefProvider
{
    /// <summary>The parent of all.</summary>
    IInternalActorRef RootGuardian { get; }

    /// <summary>The parent of all actors of the program.</summary>
    LocalActorRef Guardian { get; }

    /// <summary>The parent of all actors of the runtime.</summary>
    LocalActorRef SystemGuardian { get; }

    /// <summary>Where messages go that cannot be delivered.</summary>
    IActorRef DeadLetters { get; }

    /// <summary>Takes messages and does nothing.</summary>
    IActorRef IgnoreRef { get; }

    /// <summary>The path of the parent of all.</summary>
    ActorPath RootPath { get; }

    /// <summary>The settings.</summary>
    Settings Settings { get; }

    /// <summary>What the configuration says about actors.</summary>
    Deployer Deployer { get; }

    /// <summary>The container of open questions.</summary>
    IInternalActorRef TempContainer { get; }

    /// <summary>Completes when all actors have ended.</summary>
    Task TerminationTask { get; }

    /// <summary>The address of the system.</summary>
    Address DefaultAddress { get; }

    /// <summary>The parent of all at the address, or dead letters when it is another's.</summary>
    IActorRef RootGuardianAt(Address address);

    /// <summary>A new path below <c>/temp</c>.</summary>
    ActorPath TempPath();

    /// <summary>Puts a reference below <c>/temp</c>.</summary>
    void RegisterTempActor(IInternalActorRef actorRef, ActorPath path);

    /// <summary>Takes a reference from below <c>/temp</c>.</summary>
    void UnregisterTempActor(ActorPath path);

    /// <summary>Starts the guardians.</summary>
    void Init(ActorSystemImpl system);

    /// <summary>Makes the reference of a new actor.</summary>
    IInternalActorRef ActorOf(
        ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, bool systemService, Deploy? deploy, bool lookupDeploy, bool async);

    /// <summary>Finds an actor by its whole path, or one that stands for its absence.</summary>
    IActorRef ResolveActorRef(string path);

    /// <summary>Finds an actor by its whole path, or one that stands for its absence.</summary>
    IActorRef ResolveActorRef(ActorPath actorPath);

    /// <summary>How the address looks from outside; null when it cannot be reached.</summary>
    Address? GetExternalAddressFor(Address address);

    /// <summary>The reference that asks a question.</summary>
    FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs);
}

/// <summary>Gets from a provider to its system.</summary>
internal static class ActorRefProviderExtensions
{
    public static ActorSystemImpl SystemImpl(this IActorRefProvider provider) => provider.Guardian.Cell.SystemImpl;
}
