using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>A handle on an actor: the only thing others hold of it.</summary>
public interface IActorRef : ICanTell, IEquatable<IActorRef>, IComparable<IActorRef>, ISurrogated, IComparable
{
    /// <summary>Where the actor lives.</summary>
    ActorPath Path { get; }
}

/// <summary>Says whether a reference points into this process.</summary>
public interface IActorRefScope
{
    /// <summary>Whether the actor lives in this process.</summary>
    bool IsLocal { get; }
}

/// <summary>Marks references that always point into this process.</summary>
internal interface ILocalRef : IActorRefScope;

/// <summary>A reference whose actor may not have been started yet.</summary>
public interface IRepointableRef : IActorRefScope
{
    /// <summary>Whether the actor has been started.</summary>
    bool IsStarted { get; }
}

/// <summary>What the runtime itself needs of a reference.</summary>
public interface IInternalActorRef : IActorRef, IActorRefScope
{
    /// <summary>The actor's parent.</summary>
    IInternalActorRef Parent { get; }

    /// <summary>What made the reference.</summary>
    IActorRefProvider Provider { get; }

    /// <summary>Whether the actor has ended.</summary>
    bool IsTerminated { get; }

    /// <summary>Finds an actor further down; <c>..</c> is the parent, an empty name is skipped.</summary>
    IActorRef GetChild(IReadOnlyList<string> name);

    /// <summary>Lets a suspended actor work again.</summary>
    void Resume(Exception? causedByFailure = null);

    /// <summary>Starts a new actor.</summary>
    void Start();

    /// <summary>Stops the actor for good.</summary>
    void Stop();

    /// <summary>Replaces the actor's instance by a new one.</summary>
    void Restart(Exception cause);

    /// <summary>Keeps the actor from handling messages.</summary>
    void Suspend();

    /// <summary>Sends a message of the runtime, which overtakes those of users.</summary>
    void SendSystemMessage(ISystemMessage message);
}
