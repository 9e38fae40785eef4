using System.Diagnostics;
using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Pattern;

/// <summary>
/// Guards calls to something that may be broken. Closed: calls pass, and after too many failures in a row it opens.
/// Open: calls fail at once until the reset timeout. Half open: one call is let through and decides.
/// <code>
///   Closed --(1 too many failures)--> Open --(2 reset timeout)--> HalfOpen --(3 success)--> Closed
///                                      ^--------------(4 failure)------+
/// </code>
/// </summary>
public class CircuitBreaker
{
    private readonly object _lock = new();
    private readonly List<Action> _onOpen = [];
    private readonly List<Action> _onHalfOpen = [];
    private readonly List<Action> _onClose = [];
    private State _state = State.Closed;
    private int _failures;
    private bool _trialRuns;
    private TimeSpan _nextReset;
    private long _openUntil;
    private Exception? _lastException;

    /// <summary>A breaker that tries again after the same time always.</summary>
    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, TimeSpan.FromDays(36500), 1.0)
    {
    }

    /// <summary>A breaker that waits longer each time it opens again, up to a maximum.</summary>
    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout, TimeSpan maxResetTimeout, double exponentialBackoffFactor)
        : this(scheduler, maxFailures, callTimeout, resetTimeout, maxResetTimeout, exponentialBackoffFactor, 0)
    {
    }

    /// <summary>As above, with a random share added to each wait.</summary>
    public CircuitBreaker(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout, TimeSpan maxResetTimeout, double exponentialBackoffFactor, double randomFactor)
    {
        if (exponentialBackoffFactor < 1.0)
            throw new ArgumentException("exponentialBackoffFactor must be >= 1.0");
        if (randomFactor is < 0 or > 1)
            throw new ArgumentException("randomFactor must be between 0.0 and 1.0");
        Scheduler = scheduler;
        MaxFailures = maxFailures;
        CallTimeout = callTimeout;
        ResetTimeout = resetTimeout;
        MaxResetTimeout = maxResetTimeout;
        ExponentialBackoffFactor = exponentialBackoffFactor;
        RandomFactor = randomFactor;
        _nextReset = resetTimeout;
    }

    private enum State
    {
        Closed,
        Open,
        HalfOpen,
    }

    /// <summary>Turns the reset timeout.</summary>
    public IScheduler Scheduler { get; }

    /// <summary>Failures in a row that open the breaker.</summary>
    public int MaxFailures { get; }

    /// <summary>A call that takes longer counts as failed.</summary>
    public TimeSpan CallTimeout { get; }

    /// <summary>How long the breaker stays open at first.</summary>
    public TimeSpan ResetTimeout { get; }

    /// <summary>How long the breaker stays open at most.</summary>
    public TimeSpan MaxResetTimeout { get; }

    /// <summary>By what the open time grows each time.</summary>
    public double ExponentialBackoffFactor { get; }

    /// <summary>The random share of the open time.</summary>
    public double RandomFactor { get; }

    /// <summary>Failures since the last success.</summary>
    public long CurrentFailureCount => Volatile.Read(ref _failures);

    /// <summary>The last failure, until a success.</summary>
    public Exception? LastCaughtException => Volatile.Read(ref _lastException);

    /// <summary>Whether calls pass.</summary>
    public bool IsClosed => Is(State.Closed);

    /// <summary>Whether calls fail at once.</summary>
    public bool IsOpen => Is(State.Open);

    /// <summary>Whether one call is let through on trial.</summary>
    public bool IsHalfOpen => Is(State.HalfOpen);

    /// <summary>A breaker that tries again after the same time always.</summary>
    public static CircuitBreaker Create(IScheduler scheduler, int maxFailures, TimeSpan callTimeout, TimeSpan resetTimeout) =>
        new(scheduler, maxFailures, callTimeout, resetTimeout);

    /// <summary>Guards a call with a result.</summary>
    public Task<T> WithCircuitBreaker<T>(Func<Task<T>> body) => WithCircuitBreaker(body, static b => b());

    /// <summary>Guards a call with a result, without a closure.</summary>
    public async Task<T> WithCircuitBreaker<T, TState>(TState state, Func<TState, Task<T>> body)
    {
        Enter();
        return await Watched(Started(() => body(state))).ConfigureAwait(false);
    }

    /// <summary>Guards a call.</summary>
    public Task WithCircuitBreaker(Func<Task> body) => WithCircuitBreaker(body, static b => b());

    /// <summary>Guards a call, without a closure.</summary>
    public Task WithCircuitBreaker<TState>(TState state, Func<TState, Task> body) => WithCircuitBreaker<Done, (TState, Func<TState, Task>)>((state, body), static async s =>
    {
        await s.Item2(s.Item1).ConfigureAwait(false);
        return Done.Instance;
    });

    /// <summary>Guards a call on the calling thread.</summary>
    public void WithSyncCircuitBreaker(Action body) => WithSyncCircuitBreaker<object?>(() => { body(); return null; });

    /// <summary>Guards a call with a result on the calling thread.</summary>
    public T WithSyncCircuitBreaker<T>(Func<T> body)
    {
        Enter();
        int counted = 0;
        bool First() => Interlocked.Exchange(ref counted, 1) == 0;
        using var limit = new Timer(_ => { if (First()) Failed(TimedOut()); }, null, CallTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            var result = body();
            if (First())
                Succeeded();
            return result;
        }
        catch (Exception e)
        {
            if (First())
                Failed(e);
            throw;
        }
    }

    /// <summary>Counts a success of a call made elsewhere.</summary>
    public void Succeed() => Succeeded();

    /// <summary>Counts a failure of a call made elsewhere.</summary>
    public void Fail() => Failed(new UserCalledFailException());

    /// <summary>Adds something to do when the breaker opens.</summary>
    public CircuitBreaker OnOpen(Action callback) => Listen(_onOpen, callback);

    /// <summary>Adds something to do when the breaker goes on trial.</summary>
    public CircuitBreaker OnHalfOpen(Action callback) => Listen(_onHalfOpen, callback);

    /// <summary>Adds something to do when the breaker closes.</summary>
    public CircuitBreaker OnClose(Action callback) => Listen(_onClose, callback);

    /// <summary>A breaker like this whose open time doubles up to a maximum.</summary>
    public CircuitBreaker WithExponentialBackoff(TimeSpan maxResetTimeout) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, maxResetTimeout, 2.0, RandomFactor);

    /// <summary>A breaker like this with another random share.</summary>
    public CircuitBreaker WithRandomFactor(double randomFactor) =>
        new(Scheduler, MaxFailures, CallTimeout, ResetTimeout, MaxResetTimeout, ExponentialBackoffFactor, randomFactor);

    private static Task<T> Started<T>(Func<Task<T>> body)
    {
        try
        {
            return body();
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    // A call that takes too long has failed for its caller too, though it still runs.
    private async Task<T> Watched<T>(Task<T> call)
    {
        using var stop = new CancellationTokenSource();
        if (await Task.WhenAny(call, Task.Delay(CallTimeout, stop.Token)).ConfigureAwait(false) != call)
        {
            var late = TimedOut();
            Failed(late);
            _ = call.ContinueWith(static c => c.Exception, TaskContinuationOptions.OnlyOnFaulted);
            throw late;
        }

        await stop.CancelAsync().ConfigureAwait(false);
        try
        {
            var result = await call.ConfigureAwait(false);
            Succeeded();
            return result;
        }
        catch (Exception e)
        {
            Failed(e);
            throw;
        }
    }

    private TimeoutException TimedOut() => new($"Execution did not complete within the time allotted {CallTimeout.TotalMilliseconds} ms");

    private bool Is(State state)
    {
        lock (_lock)
            return _state == state;
    }

    private CircuitBreaker Listen(List<Action> listeners, Action callback)
    {
        lock (_lock)
            listeners.Add(callback);
        return this;
    }

    private void Enter()
    {
        lock (_lock)
        {
            if (_state == State.Open)
            {
                var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _openUntil);
                throw new OpenCircuitException(_lastException, left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }

            if (_state == State.HalfOpen && _trialRuns)
                throw new OpenCircuitException("Circuit breaker is half open, only one call is allowed; this call is failing fast.", _lastException, TimeSpan.Zero);
            _trialRuns = _state == State.HalfOpen;
        }
    }

    private void Succeeded()
    {
        lock (_lock)
        {
            if (_state == State.Open)
                return;
            _failures = 0;
            _lastException = null;
            if (_state == State.Closed)
                return;
            _nextReset = ResetTimeout;
            Become(State.Closed, _onClose);
        }
    }

    private void Failed(Exception cause)
    {
        lock (_lock)
        {
            if (_state == State.Open)
                return;
            _lastException = cause;
            if (_state == State.HalfOpen || ++_failures == MaxFailures)
                Open();
        }
    }

    private void Open()
    {
        var wait = _nextReset * (1.0 + Random.Shared.NextDouble() * RandomFactor);
        _openUntil = Stopwatch.GetTimestamp() + (long)(wait.TotalSeconds * Stopwatch.Frequency);
        var next = Math.Min(_nextReset.Ticks * ExponentialBackoffFactor, MaxResetTimeout.Ticks);
        _nextReset = TimeSpan.FromTicks((long)next);
        Become(State.Open, _onOpen);
        Scheduler.Advanced.ScheduleOnce(wait, TryAgain);
    }

    private void TryAgain()
    {
        lock (_lock)
        {
            if (_state == State.Open)
                Become(State.HalfOpen, _onHalfOpen);
        }
    }

    private void Become(State state, List<Action> listeners)
    {
        _state = state;
        _trialRuns = false;
        foreach (var listener in listeners)
            Task.Run(listener);
    }
}
