using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.TestKit;

/// <summary>A scheduler in virtual time: nothing happens until a test advances the clock, and then at once. A repeating job runs once per advance and is due again one interval after the new time.</summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly object _lock = new();
    private readonly PriorityQueue<Job, (DateTimeOffset Due, long Order)> _jobs = new();
    private DateTimeOffset _now = DateTimeOffset.UtcNow;
    private long _order;

    /// <summary>The constructor that the actor system looks for; neither argument matters.</summary>
    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
    }

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now
    {
        get { lock (_lock) return _now; }
    }

    /// <summary>The virtual time since the clock's beginning.</summary>
    public TimeSpan MonotonicClock => new(Now.UtcTicks);

    /// <inheritdoc cref="MonotonicClock"/>
    public TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <inheritdoc/>
    public IAdvancedScheduler Advanced => this;

    /// <summary>The virtual time.</summary>
    protected DateTimeOffset TimeNow => Now;

    /// <summary>Moves the clock on and runs, in their order, the jobs that are due; a job's exception reaches the caller.</summary>
    public void Advance(TimeSpan offset)
    {
        foreach (var job in TakeDue(offset))
        {
            if (job.IsCancelled)
                continue;
            job.Run();
            if (job.Interval is { } interval && !job.IsCancelled)
                Add(interval, job);
        }
    }

    /// <summary>Moves the clock on to a given time.</summary>
    /// <exception cref="InvalidOperationException">The time has passed already.</exception>
    public void AdvanceTo(DateTimeOffset when)
    {
        var now = Now;
        if (when < now)
            throw new InvalidOperationException("You can't reverse time...");
        Advance(when - now);
    }

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(delay, new Job(() => receiver.Tell(message, sender), null, cancelable));

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    /// <inheritdoc/>
    public void ScheduleTellRepeatedly(TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef? sender, ICancelable? cancelable) =>
        Add(initialDelay, new Job(() => receiver.Tell(message, sender), interval, cancelable));

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable? cancelable) => Add(delay, new Job(action, null, cancelable));

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, IRunnable action) => ScheduleOnce(delay, action.Run, null);

    /// <inheritdoc/>
    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable? cancelable) => ScheduleOnce(delay, action.Run, cancelable);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) => ScheduleRepeatedly(initialDelay, interval, action, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable? cancelable) =>
        Add(initialDelay, new Job(action, interval, cancelable));

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action) => ScheduleRepeatedly(initialDelay, interval, action.Run, null);

    /// <inheritdoc/>
    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable? cancelable) =>
        ScheduleRepeatedly(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, Job job)
    {
        lock (_lock)
            _jobs.Enqueue(job, (_now + delay, _order++));
    }

    private List<Job> TakeDue(TimeSpan offset)
    {
        var due = new List<Job>();
        lock (_lock)
        {
            _now += offset;
            while (_jobs.TryPeek(out var job, out var key) && key.Due <= _now)
            {
                _jobs.Dequeue();
                due.Add(job);
            }
        }

        return due;
    }

    private sealed record Job(Action Run, TimeSpan? Interval, ICancelable? Cancelable)
    {
        public bool IsCancelled => Cancelable is { IsCancellationRequested: true };
    }
}
