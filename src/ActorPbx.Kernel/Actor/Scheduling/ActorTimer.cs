namespace ActorPbx.Kernel.Actor;

/// <summary>What a timer puts into its actor's mailbox.</summary>
internal interface ITimerMsg : INoSerializationVerificationNeeded
{
    /// <summary>What the actor gets to see.</summary>
    object? Message { get; }
}

/// <summary>A timer that an actor has under a key: its place on the wheel and the message it sends are one object.</summary>
internal class ActorTimer(TimerWheel? wheel, IActorRef actor, object key, object message, TimeSpan interval, IActorRef? sender)
    : WheelTimer(wheel, actor, message, sender, interval), ITimerMsg
{
    public object Key { get; } = key;

    public object? Message => Payload;

    public bool Repeats => Interval > 0;

    /// <summary>The next in the chain of the actor's timers.</summary>
    public ActorTimer? Next { get; set; }

    protected override void Send(ICanTell receiver, object message, IActorRef? sender) => receiver.Tell(this, sender);

    // In the mailbox, one that was called off is still asked what it would have brought.
    private protected override void Forget()
    {
    }

    public override string ToString() => $"TimerMsg(key={Key}, message={Message})";
}

/// <summary>A timer that a clock other than the wheel keeps, such as one of a test's virtual time.</summary>
internal sealed class BorrowedTimer(IActorRef actor, object key, object message, TimeSpan interval, IActorRef? sender)
    : ActorTimer(null, actor, key, message, interval, sender)
{
    private ICancelable? _task;

    public BorrowedTimer StartOn(IScheduler clock, TimeSpan delay, TimeSpan? interval, IActorRef receiver, IActorRef? from)
    {
        _task = interval is { } every
            ? clock.ScheduleTellRepeatedlyCancelable(delay, every, receiver, this, from)
            : clock.ScheduleTellOnceCancelable(delay, receiver, this, from);
        return this;
    }

    public override void Cancel(bool throwOnFirstException)
    {
        _task?.Cancel(throwOnFirstException);
        base.Cancel(throwOnFirstException);
    }
}
