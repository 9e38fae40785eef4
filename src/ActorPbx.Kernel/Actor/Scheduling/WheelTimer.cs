namespace ActorPbx.Kernel.Actor;

/// <summary>One timer on the wheel, and the handle by which it is called off.</summary>
internal class WheelTimer(TimerWheel? wheel, ICanTell? receiver, object payload, IActorRef? sender, TimeSpan interval) : ICancelable
{
    private ICanTell? _receiver = receiver;
    private object? _payload = payload;
    private IActorRef? _sender = sender;
    private CancellationTokenSource? _source;

    internal WheelTimer? Previous;
    internal WheelTimer? NextInSlot;

    /// <summary>When it goes off, in units of 100 ns since the wheel began.</summary>
    internal long Due;

    internal short Slot = -1;
    internal bool Cancelled;

    /// <summary>The time between two goings off, in units of 100 ns; none for a timer that goes off once.</summary>
    internal long Interval { get; } = interval.Ticks;

    /// <summary>What it sends, or the action that it runs.</summary>
    protected object? Payload => _payload;

    /// <inheritdoc />
    public bool IsCancellationRequested => Volatile.Read(ref Cancelled);

    /// <inheritdoc />
    public CancellationToken Token
    {
        get
        {
            CancellationTokenSource source = _source
                ?? Interlocked.CompareExchange(ref _source, new CancellationTokenSource(), null) ?? _source;
            if (IsCancellationRequested)
            {
                source.Cancel();
            }

            return source.Token;
        }
    }

    /// <summary>Sends or runs.</summary>
    internal void Fire()
    {
        object? payload = _payload;
        if (payload is null || IsCancellationRequested)
        {
            return;
        }

        if (_receiver is { } receiver)
        {
            Send(receiver, payload, _sender);
        }
        else
        {
            ((Action)payload)();
        }
    }

    /// <summary>Sends the message; an actor's own timer sends itself, so that the actor can tell whether it still counts.</summary>
    protected virtual void Send(ICanTell receiver, object message, IActorRef? sender) => receiver.Tell(message, sender);

    /// <inheritdoc />
    public void Cancel() => Cancel(false);

    /// <inheritdoc />
    public virtual void Cancel(bool throwOnFirstException)
    {
        if (Interlocked.Exchange(ref Cancelled, true))
        {
            return;
        }

        wheel?.Remove(this);
        Forget();
        _source?.Cancel(throwOnFirstException);
    }

    /// <summary>Lets go of what a timer that was called off no longer needs, for its handle may be kept for long.</summary>
    private protected virtual void Forget()
    {
        _receiver = null;
        _payload = null;
        _sender = null;
    }

    /// <inheritdoc />
    public void CancelAfter(TimeSpan delay) => wheel?.Add(null, (Action)Cancel, null, delay, TimeSpan.Zero, null);

    /// <inheritdoc />
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));
}
