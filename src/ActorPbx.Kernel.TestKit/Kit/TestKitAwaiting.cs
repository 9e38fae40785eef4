using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Internal;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Third layer of <see cref="TestKitBase"/>: waiting until something holds. Without an interval, a condition is looked at every tenth of the wait, at least every 50 ms.</summary>
public abstract class TestKitAwaiting : TestKitTiming
{
    private static readonly TimeSpan LongestDefaultInterval = TimeSpan.FromMilliseconds(50);

    private protected TestKitAwaiting(ITestKitAssertions assertions) : base(assertions)
    {
    }

    /// <summary>Waits until the condition holds; fails the test when the time left in the within block, or the default wait, is over.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>As above, for at most <paramref name="max"/> (dilated).</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>As above, failing with the message given.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>As above, looking again after each <paramref name="interval"/>.</summary>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, RemainingOrDilated(max), interval, FailWith(message), LogOfCalls, cancellationToken);

    /// <summary>Waits until the condition holds; false when the time is over first.</summary>
    public bool AwaitConditionNoThrow(Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, max, interval, (_, _) => { }, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, string, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, string, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, RemainingOrDilated(max), interval, FailWith(message), LogOfCalls, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken);

    /// <inheritdoc cref="AwaitConditionNoThrow"/>
    public Task<bool> AwaitConditionNoThrowAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, max, interval, (_, _) => { }, cancellationToken);

    /// <inheritdoc cref="AwaitConditionNoThrow"/>
    public Task<bool> AwaitConditionNoThrowAsync(Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitConditionNoThrowAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, cancellationToken);

    /// <summary>Runs the assertion until it no longer throws; after <paramref name="duration"/> (dilated) its last exception fails the test.</summary>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = new Retry(RemainingOrDilated(duration), interval);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                assertion();
                return;
            }
            catch (Exception) when (deadline.MayRetry())
            {
            }

            Thread.Sleep(deadline.NextPause());
        }
    }

    /// <inheritdoc cref="AwaitAssert"/>
    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(() => { assertion(); return Task.CompletedTask; }, duration, interval, cancellationToken);

    /// <inheritdoc cref="AwaitAssert"/>
    public async Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = new Retry(RemainingOrDilated(duration), interval);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (deadline.MayRetry())
            {
            }

            await Task.Delay(deadline.NextPause(), cancellationToken);
        }
    }

    /// <summary>Looks at the condition again and again; on timeout it calls <paramref name="fail"/> and returns false.</summary>
    protected static bool InternalAwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object?[]> fail, CancellationToken cancellationToken = default) =>
        InternalAwaitCondition(conditionIsFulfilled, max, interval, fail, null, cancellationToken);

    /// <inheritdoc cref="InternalAwaitCondition(Func{bool}, TimeSpan, TimeSpan?, Action{string, object[]}, CancellationToken)"/>
    protected static bool InternalAwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object?[]> fail, ILoggingAdapter? logger, CancellationToken cancellationToken = default)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        var deadline = new Retry(max, interval);
        while (!conditionIsFulfilled())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsOver)
                return TimedOut(deadline, fail, logger);
            Thread.Sleep(deadline.NextPause());
        }

        return true;
    }

    /// <inheritdoc cref="InternalAwaitCondition(Func{bool}, TimeSpan, TimeSpan?, Action{string, object[]}, CancellationToken)"/>
    protected static Task<bool> InternalAwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object?[]> fail, CancellationToken cancellationToken = default) =>
        InternalAwaitConditionAsync(conditionIsFulfilled, max, interval, fail, null, cancellationToken);

    /// <inheritdoc cref="InternalAwaitCondition(Func{bool}, TimeSpan, TimeSpan?, Action{string, object[]}, CancellationToken)"/>
    protected static async Task<bool> InternalAwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval, Action<string, object?[]> fail, ILoggingAdapter? logger, CancellationToken cancellationToken = default)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        var deadline = new Retry(max, interval);
        while (!await conditionIsFulfilled())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsOver)
                return TimedOut(deadline, fail, logger);
            await Task.Delay(deadline.NextPause(), cancellationToken);
        }

        return true;
    }

    private ILoggingAdapter? LogOfCalls => TestKitSettings.LogTestKitCalls ? Log : null;

    private Action<string, object?[]> FailWith(string? message) => (format, args) =>
        AssertionsOfKit.Fail(message == null ? format : format + " " + message.Replace("{", "{{").Replace("}", "}}"), args);

    private static bool TimedOut(Retry deadline, Action<string, object?[]> fail, ILoggingAdapter? logger)
    {
        const string format = "Timeout {0} expired while waiting for condition.";
        logger?.Debug(format, deadline.Max);
        fail(format, [deadline.Max]);
        return false;
    }

    private sealed class Retry
    {
        private readonly TimeSpan _stop;
        private TimeSpan _pause;

        public Retry(TimeSpan max, TimeSpan? interval)
        {
            Max = max;
            _stop = Now + max;
            _pause = (interval is { } given && given.IsPositiveFinite() ? given : (max / 10).Min(LongestDefaultInterval)).Min(max);
        }

        public TimeSpan Max { get; }

        public bool IsOver => Now >= _stop;

        // A further try that would come after the end is not made: the last failure stands.
        public bool MayRetry() => Now + _pause < _stop;

        public TimeSpan NextPause()
        {
            var pause = _pause;
            var left = _stop - Now;
            _pause = pause.Min(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            return _pause;
        }
    }
}
