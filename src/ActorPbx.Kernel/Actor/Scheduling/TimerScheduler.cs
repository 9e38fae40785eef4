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

/// <summary>What a timer puts into its actor's mailbox.</summary>
internal interface ITimerMsg : INoSerializationVerificationNeeded;

/// <inheritdoc />
internal sealed class TimerScheduler(IActorContext context) : ITimerScheduler
{
    private TimerTable _timers;

    public IReadOnlyCollection<object> ActiveTimers => [.. _timers.All().Select(static t => t.Key)];

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => Start(key, msg, interval, interval, context.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) => Start(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(key, msg, initialDelay, interval, context.Self);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender) =>
        Start(key, msg, initialDelay, interval, sender);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => Start(key, msg, timeout, null, context.Self);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender) => Start(key, msg, timeout, null, sender);

    public bool IsTimerActive(object key) => _timers.Find(key) is not null;

    public void Cancel(object key)
    {
        if (_timers.Find(key) is { } timer)
        {
            _timers.Remove(timer);
            timer.Stop();
        }
    }

    public void CancelAll()
    {
        foreach (Timer timer in _timers.All())
        {
            timer.Stop();
        }

        _timers = default;
    }

    private void Start(object key, object message, TimeSpan delay, TimeSpan? interval, IActorRef? sender)
    {
        Cancel(key);
        bool quiet = message is INotInfluenceReceiveTimeout;
        Timer timer = quiet ? new QuietTimer(this, key, message, interval is not null) : new Timer(this, key, message, interval is not null);
        IScheduler scheduler = context.System.Scheduler;
        timer.Task = interval is { } every
            ? scheduler.ScheduleTellRepeatedlyCancelable(delay, every, context.Self, timer, sender)
            : scheduler.ScheduleTellOnceCancelable(delay, context.Self, timer, sender);
        _timers.Add(timer);
        if (context.System is Internal.ActorSystemImpl { Settings.DebugTimers: true })
        {
            context.System.Log.Debug("Start timer [{0}] of {1}", key, context.Self);
        }
    }

    /// <summary>The message of a timer that is still valid; null for one that was cancelled, replaced or of an earlier instance.</summary>
    public object? InterceptTimerMsg(ITimerMsg message)
    {
        var timer = (Timer)message;
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

    private class Timer(TimerScheduler owner, object key, object message, bool repeats) : ITimerMsg
    {
        public object Key { get; } = key;

        public object Message { get; } = message;

        public bool Repeats { get; } = repeats;

        public ICancelable? Task { get; set; }

        public Timer? Next { get; set; }

        public void Stop() => Task?.Cancel();

        public override string ToString() => $"TimerMsg(key={Key}, message={Message}, owner={owner.GetHashCode()})";
    }

    private sealed class QuietTimer(TimerScheduler owner, object key, object message, bool repeats)
        : Timer(owner, key, message, repeats), INotInfluenceReceiveTimeout;

    /// <summary>The timers by key: a chain, for most actors have one or two; a table once there are many.</summary>
    private struct TimerTable
    {
        private const int ChainLimit = 8;
        private Timer? _first;
        private int _chained;
        private Dictionary<object, Timer>? _many;

        public readonly Timer? Find(object key)
        {
            if (_many is not null)
            {
                return _many.GetValueOrDefault(key);
            }

            Timer? timer = _first;
            while (timer is not null && !timer.Key.Equals(key))
            {
                timer = timer.Next;
            }

            return timer;
        }

        public void Add(Timer timer)
        {
            if (_many is null && _chained < ChainLimit)
            {
                timer.Next = _first;
                _first = timer;
                _chained++;
                return;
            }

            _many ??= All().ToDictionary(static t => t.Key);
            _first = null;
            _many[timer.Key] = timer;
        }

        public void Remove(Timer timer)
        {
            if (_many is not null)
            {
                _many.Remove(timer.Key);
                return;
            }

            if (ReferenceEquals(_first, timer))
            {
                _first = timer.Next;
            }
            else
            {
                Timer previous = _first!;
                while (!ReferenceEquals(previous.Next, timer))
                {
                    previous = previous.Next!;
                }

                previous.Next = timer.Next;
            }

            timer.Next = null;
            _chained--;
        }

        public readonly List<Timer> All()
        {
            if (_many is not null)
            {
                return [.. _many.Values];
            }

            var all = new List<Timer>(_chained);
            for (Timer? timer = _first; timer is not null; timer = timer.Next)
            {
                all.Add(timer);
            }

            return all;
        }
    }
}
