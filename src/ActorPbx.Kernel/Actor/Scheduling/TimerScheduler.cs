using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>An actor that has timers; the runtime sets the property before the actor starts.</summary>
public interface IWithTimers
{
    /// <summary>The actor's timers.</summary>
    ITimerScheduler Timers { get; set; }
}

/// <summary>Timers that live and die with an actor's instance, by key; a new one replaces the old.</summary>
public interface ITimerScheduler
{
    /// <summary>Sends again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval);

    /// <summary>Sends again and again.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

    /// <summary>Sends again and again, the first time after another delay.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval);

    /// <summary>Sends again and again, the first time after another delay.</summary>
    void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

    /// <summary>Sends once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout);

    /// <summary>Sends once.</summary>
    void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

    /// <summary>Whether a timer runs under the key.</summary>
    bool IsTimerActive(object key);

    /// <summary>Ends a timer; nothing of it arrives any more, even what is already in the mailbox.</summary>
    void Cancel(object key);

    /// <summary>Ends all timers.</summary>
    void CancelAll();

    /// <summary>The keys of all timers that run.</summary>
    IReadOnlyCollection<object> ActiveTimers { get; }
}

/// <inheritdoc />
internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
{
    private TimerTable _timers;

    public IReadOnlyCollection<object> ActiveTimers => [.. _timers.All().Select(static t => t.Key)];

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) => Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, cell.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, cell.Self);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) => Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers.Find(key) is not null;

    public void Cancel(object key)
    {
        if (_timers.Find(key) is { } timer)
        {
            _timers.Remove(timer);
            timer.Cancel(false);
        }
    }

    public void CancelAll()
    {
        foreach (ActorTimer timer in _timers.All())
        {
            timer.Cancel(false);
        }

        _timers = default;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef? sender)
    {
        Cancel(key);
        IScheduler clock = cell.SystemImpl.Scheduler;
        _timers.Add(clock is HashedWheelTimerScheduler wheel
            ? wheel.Start(cell.Self, key, message, delay, interval, sender)
            : new BorrowedTimer(cell.Self, key, message, interval ?? TimeSpan.Zero, sender).StartOn(clock, delay, interval, cell.Self, sender));
        if (cell.SystemImpl.Settings.DebugTimers)
        {
            cell.SystemImpl.EventStream.Publish(new Debug(cell.Self.Path.ToString(), typeof(TimerScheduler), $"Start timer [{key}]"));
        }
    }

    /// <summary>The message of a timer that is still valid; null for one that was cancelled, replaced or of an earlier instance.</summary>
    public object? InterceptTimerMsg(ITimerMsg message)
    {
        var timer = (ActorTimer)message;
        if (!ReferenceEquals(_timers.Find(timer.Key), timer))
        {
            return null;
        }

        if (!timer.Repeats)
        {
            _timers.Remove(timer);
        }

        return timer.Message;
    }
}
