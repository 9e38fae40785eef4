using System.Diagnostics;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>The clock of an actor system: one timing wheel on a thread of its own, which sleeps while nothing is due.</summary>
public class HashedWheelTimerScheduler : SchedulerBase, IDisposable
{
    private readonly TimerWheel _wheel;

    /// <summary>Starts the clock.</summary>
    public HashedWheelTimerScheduler(Config? scheduler, ILoggingAdapter? log)
        : base(scheduler, log) =>
        _wheel = new TimerWheel("actor-clock", OnError);

    /// <inheritdoc />
    protected override DateTimeOffset TimeNow => DateTimeOffset.Now;

    /// <inheritdoc />
    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    /// <inheritdoc />
    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    /// <summary>Timers that run.</summary>
    internal int Count => _wheel.Count;

    private void OnError(Exception e) => Log?.Error(e, "Error while executing scheduled task");

    /// <summary>Starts the timer of an actor, which sends itself; one that goes off once has no interval.</summary>
    internal ActorTimer Start(IActorRef actor, object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef? sender)
    {
        ValidateDelay(delay, nameof(delay));
        if (interval is { } every)
        {
            ValidateInterval(every, nameof(interval));
        }

        var timer = new ActorTimer(_wheel, actor, key, message, interval ?? TimeSpan.Zero, sender);
        _wheel.Start(timer, delay);
        return timer;
    }

    internal ICancelable StartTell(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender)
    {
        ValidateDelay(delay, nameof(delay));
        return _wheel.Add(receiver, message, sender, delay, TimeSpan.Zero, null);
    }

    internal ICancelable StartTell(TimeSpan delay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender)
    {
        ValidateDelay(delay, nameof(delay));
        ValidateInterval(interval, nameof(interval));
        return _wheel.Add(receiver, message, sender, delay, interval, null);
    }

    /// <inheritdoc />
    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Schedule(receiver, message, sender, delay, TimeSpan.Zero, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Schedule(receiver, message, sender, initialDelay, interval, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) =>
        Schedule(null, action, null, delay, TimeSpan.Zero, cancelable);

    /// <inheritdoc />
    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Schedule(null, action, null, initialDelay, interval, cancelable);

    private void Schedule(ICanTell? receiver, object payload, IActorRef? sender, TimeSpan delay, TimeSpan interval, ICancelable? cancelable)
    {
        if (cancelable is not { IsCancellationRequested: true })
        {
            _wheel.Add(receiver, payload, sender, delay, interval, cancelable);
        }
    }

    /// <summary>Stops the clock; what has not fired never will.</summary>
    public void Dispose()
    {
        _wheel.Stop();
        GC.SuppressFinalize(this);
    }
}
