using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>The base of all actors.</summary>
public abstract class ActorBase : IInternalActor
{
    private readonly ActorCell _cell;
    private IActorRef? _clearedSelf;
    private SupervisorStrategy? _supervisorStrategy;

    /// <summary>Only the runtime makes actors.</summary>
    protected ActorBase()
    {
        _cell = ActorCell.Current ?? throw new ActorInitializationException(
            $"You cannot create an instance of {GetType()} explicitly using the constructor (new). "
            + "You have to use one of the 'ActorOf' factory methods to create a new actor. "
            + "Either use: 'Sys.ActorOf(...)' to create a root-level actor or 'Context.ActorOf(...)' to create a child actor.");
        if (this is IWithTimers timed)
        {
            timed.Timers = new TimerScheduler(_cell); // here, for constructors start timers too
        }
    }

    /// <summary>The surroundings; only from within the actor.</summary>
    protected static IActorContext Context => ActiveCell;

    /// <summary>The cell of the actor that runs on this thread.</summary>
    private protected static ActorCell ActiveCell => ActorCell.Current ?? Outside();

    private static ActorCell Outside() => throw new NotSupportedException(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    IActorContext IInternalActor.ActorContext => Context;

    /// <summary>The actor's own reference.</summary>
    protected IActorRef Self => _clearedSelf ?? _cell.Self;

    /// <summary>Who sent the message that is being handled.</summary>
    protected IActorRef Sender => ActiveCell.Sender;

    internal bool HasBeenCleared => _clearedSelf is not null;

    /// <summary>The strategy in force; made when first needed.</summary>
    internal SupervisorStrategy? SupervisorStrategyInternal
    {
        get => _supervisorStrategy ??= SupervisorStrategy();
        set => _supervisorStrategy = value;
    }

    /// <summary>Handles a message and says whether it did.</summary>
    protected abstract bool Receive(object message);

    /// <summary>A behaviour that handles nothing.</summary>
    protected static Receive EmptyReceive { get; } = static _ => false;

    internal bool ReceiveInternal(object message) => Receive(message);

    /// <summary>Stands around every handling of a message.</summary>
    protected internal virtual bool AroundReceive(Receive receive, object message) => Handle(receive, message);

    /// <summary>Handles a message by the given behaviour, or by the one of the class.</summary>
    internal bool Handle(Receive? behavior, object message)
    {
        if (message is ITimerMsg timer)
        {
            return HandleTimer(behavior, timer);
        }

        if (behavior is null ? Receive(message) : behavior(message))
        {
            return true;
        }

        Unhandled(message);
        return false;
    }

    private bool HandleTimer(Receive? behavior, ITimerMsg timer)
    {
        object? message = this is IWithTimers { Timers: TimerScheduler timers } ? timers.InterceptTimerMsg(timer) : timer;
        switch (message)
        {
            case null:
                return true;
            case IAutoReceivedMessage auto:
                _cell.AutoReceiveMessage(new Envelope(auto, Self));
                return true;
            default:
                _cell.CurrentEnvelope = new Envelope(message, _cell.CurrentSender); // what a stash keeps
                return Handle(behavior, message);
        }
    }

    /// <summary>Is called with messages that no handler took.</summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.ActorRef);
        }

        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>Replaces the handler.</summary>
    protected void Become(Receive receive) => ActiveCell.Become(receive);

    /// <summary>Puts a handler on top of the present one.</summary>
    protected void BecomeStacked(Receive receive) => ActiveCell.BecomeStacked(receive);

    /// <summary>Goes back to the handler below.</summary>
    protected void UnbecomeStacked() => ActiveCell.UnbecomeStacked();

    /// <summary>Asks for a <see cref="ReceiveTimeout"/> whenever no message came for so long; null ends it.</summary>
    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>How failures of children are answered.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.DefaultStrategy;

    /// <summary>Runs before the first message.</summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Runs in the new instance after a failure; starts it as if new.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>Runs in the failed instance before it is replaced; stops all children and ends it.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (IActorRef child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Runs after the last message.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>Stands around <see cref="PreStart"/>.</summary>
    public virtual void AroundPreStart() => PreStart();

    /// <summary>Stands around <see cref="PreRestart"/>.</summary>
    public virtual void AroundPreRestart(Exception cause, object message)
    {
        if (this is IWithTimers { Timers: TimerScheduler timers })
        {
            timers.CancelAll();
        }

        PreRestart(cause, message);
    }

    /// <summary>Stands around <see cref="PostRestart"/>.</summary>
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    /// <summary>Stands around <see cref="PostStop"/>.</summary>
    public virtual void AroundPostStop()
    {
        if (this is IWithTimers { Timers: TimerScheduler timers })
        {
            timers.CancelAll();
        }

        PostStop();
    }

    internal void Clear(IActorRef self) => _clearedSelf = self;
}

/// <summary>Gives the runtime the actor's surroundings.</summary>
public interface IInternalActor
{
    /// <summary>The surroundings.</summary>
    IActorContext ActorContext { get; }
}

/// <summary>Handles messages of one type.</summary>
public interface IHandle<in TMessage>
{
    /// <summary>Handles a message of the type.</summary>
    void Handle(TMessage message);
}
