using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Dispatch.SysMsg;

/// <summary>Marks a queue that takes no more system messages.</summary>
internal sealed class NoMessage : SystemMessage
{
    public static readonly NoMessage Instance = new();

    public override string ToString() => "NoMessage";
}

/// <summary>Makes the actor's first instance.</summary>
public sealed class Create(Exception? failure = null) : SystemMessage
{
    /// <summary>Why the actor cannot be made.</summary>
    public Exception? Failure { get; } = failure;

    /// <inheritdoc />
    public override string ToString() => "<Create>" + (Failure is null ? "" : $" Failure: {Failure}");
}

/// <summary>Makes a new instance after a failure.</summary>
public sealed class Recreate(Exception? cause) : SystemMessage, IStashWhenWaitingForChildren
{
    /// <summary>The failure.</summary>
    public Exception? Cause { get; } = cause;

    /// <inheritdoc />
    public override string ToString() => "<Recreate>" + (Cause is null ? "" : $" Cause: {Cause}");
}

/// <summary>Stops message handling.</summary>
public sealed class Suspend : SystemMessage, IStashWhenWaitingForChildren
{
    /// <inheritdoc />
    public override string ToString() => "<Suspend>";
}

/// <summary>Continues message handling.</summary>
public sealed class Resume(Exception? causedByFailure) : SystemMessage, IStashWhenWaitingForChildren
{
    /// <summary>The failure that is forgiven.</summary>
    public Exception? CausedByFailure { get; } = causedByFailure;

    /// <inheritdoc />
    public override string ToString() => "<Resume>" + (CausedByFailure is null ? "" : $" CausedByFailure: {CausedByFailure}");
}

/// <summary>Ends the actor.</summary>
public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    /// <inheritdoc />
    public override string ToString() => "<Terminate>";
}

/// <summary>Asks the actor, itself a parent, to end one of its children.</summary>
public sealed class StopChild(IActorRef child)
{
    /// <summary>The child.</summary>
    public IActorRef Child { get; } = child;

    /// <inheritdoc />
    public override string ToString() => $"<StopChild> {Child}";
}

/// <summary>Tells a parent of its new child.</summary>
public sealed class Supervise(IActorRef child, bool async) : SystemMessage
{
    /// <summary>The child.</summary>
    public IActorRef Child { get; } = child;

    /// <summary>Whether the child waits to be started by its parent.</summary>
    public bool Async { get; } = async;

    /// <inheritdoc />
    public override string ToString() => $"<Supervise> {Child}";
}

/// <summary>Registers a watcher with the watched actor.</summary>
public class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    /// <summary>The watched actor.</summary>
    public IInternalActorRef Watchee { get; } = watchee;

    /// <summary>The one that wants to know of its end.</summary>
    public IInternalActorRef Watcher { get; } = watcher;

    /// <inheritdoc />
    public override string ToString() => $"<Watch>: {Watcher} wants to watch {Watchee}";
}

/// <summary>Takes a watcher off.</summary>
public class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    /// <summary>The watched actor.</summary>
    public IInternalActorRef Watchee { get; } = watchee;

    /// <summary>The one that no longer wants to know.</summary>
    public IInternalActorRef Watcher { get; } = watcher;

    /// <inheritdoc />
    public override string ToString() => $"<Unwatch>: {Watcher} wants to unwatch {Watchee}";
}

/// <summary>Tells a parent of its child's failure.</summary>
public sealed class Failed(IActorRef child, Exception cause, long uid) : SystemMessage, IStashWhenFailed, IStashWhenWaitingForChildren
{
    /// <summary>The failed child.</summary>
    public IActorRef Child { get; } = child;

    /// <summary>The failure.</summary>
    public Exception Cause { get; } = cause;

    /// <summary>The incarnation that failed.</summary>
    public long Uid { get; } = uid;

    /// <inheritdoc />
    public override string ToString() => $"<Failed>: {Child} ({Uid}) {Cause}";
}

/// <summary>Tells a watcher or parent that an actor has ended.</summary>
public sealed class DeathWatchNotification(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    : SystemMessage, IDeadLetterSuppression
{
    /// <summary>The actor that ended.</summary>
    public IActorRef Actor { get; } = actor;

    /// <summary>Whether the actor is known to have lived.</summary>
    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    /// <summary>Whether its whole system went away.</summary>
    public bool AddressTerminated { get; } = addressTerminated;

    /// <inheritdoc />
    public override string ToString() =>
        $"<DeathWatchNotification>: {Actor}, ExistenceConfirmed={ExistenceConfirmed}, AddressTerminated={AddressTerminated}";
}

/// <summary>Brings the continuation of an asynchronous handler back into its actor.</summary>
internal sealed class ActorTaskSchedulerMessage : SystemMessage
{
    private readonly ActorTaskScheduler? _scheduler;
    private readonly Task? _task;

    public ActorTaskSchedulerMessage(ActorTaskScheduler scheduler, Task task)
    {
        _scheduler = scheduler;
        _task = task;
    }

    public ActorTaskSchedulerMessage(Exception exception, Envelope envelope)
    {
        Exception = exception;
        Envelope = envelope;
    }

    public Exception? Exception { get; }

    public Envelope Envelope { get; }

    public void ExecuteTask() => _scheduler!.ExecuteTask(_task!);

    public override string ToString() => "<ActorTaskSchedulerMessage>";
}
