using ActorPbx.Kernel.TestKit.Internal;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Second layer of <see cref="TestKitBase"/>: time bounds of blocks of a test.</summary>
public abstract class TestKitTiming : TestKitEnvironment
{
    private protected TestKitTiming(ITestKitAssertions assertions) : base(assertions)
    {
    }

    /// <summary>Time left in the innermost within block, or else the dilated <c>akka.test.single-expect-default</c>.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>Time left in the innermost within block.</summary>
    /// <exception cref="InvalidOperationException">Not called inside a within block.</exception>
    public TimeSpan Remaining => End.IsPositiveFinite()
        ? End!.Value - Now
        : throw new InvalidOperationException("Remaining may not be called outside of \"within\"");

    /// <summary>Time left in the innermost within block, or else the duration given.</summary>
    protected TimeSpan RemainingOr(TimeSpan duration)
    {
        if (End is not { } end)
            return duration;
        if (end.IsInfinite())
            throw new ArgumentException("end cannot be infinite");
        return end - Now;
    }

    /// <summary>The dilated duration given, or else <see cref="RemainingOrDefault"/>.</summary>
    /// <exception cref="ArgumentException">The duration has no end.</exception>
    public TimeSpan RemainingOrDilated(TimeSpan? duration)
    {
        if (duration is not { } given)
            return RemainingOrDefault;
        if (given.IsInfinite())
            throw new ArgumentException("max duration cannot be infinite");
        return Dilated(given);
    }

    /// <summary>Runs a block that must end within <paramref name="max"/> (dilated); expectations inside it wait no longer than what is left.</summary>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>As above, and the block must take at least <paramref name="min"/>.</summary>
    public void Within(TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within<object?>(min, max, () => { action(); return null; }, hint, epsilonValue, cancellationToken);

    /// <summary>As above, for a block with a result.</summary>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>As above, for a block with a result.</summary>
    public T Within<T>(TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = EnterBlock(min, max, hint);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            End = block.OuterEnd;
        }

        LeaveBlock(block, epsilonValue);
        return result;
    }

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync<object?>(min, max, async () => { await actionAsync(); return null; }, hint, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within{T}(TimeSpan, Func{T}, TimeSpan?, CancellationToken)"/>
    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within{T}(TimeSpan, TimeSpan, Func{T}, string, TimeSpan?, CancellationToken)"/>
    public async Task<T> WithinAsync<T>(TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var block = EnterBlock(min, max, hint);
        T result;
        try
        {
            result = await function().WaitAsync(HardLimit(block), cancellationToken);
        }
        catch (TimeoutException) when (Now > block.Start + HardLimit(block))
        {
            AssertionsOfKit.Fail("Failed: Block took {0}, exceeding {1}. {2}", Now - block.Start, block.Max, block.Hint);
            throw;
        }
        finally
        {
            End = block.OuterEnd;
        }

        LeaveBlock(block, epsilonValue);
        return result;
    }

    // An awaited block that hangs is given up well after its end, so that its own expectations may report first.
    private static TimeSpan HardLimit(Block block) => block.Max * 2 + TimeSpan.FromSeconds(10);

    private Block EnterBlock(TimeSpan min, TimeSpan max, string? hint)
    {
        min.EnsureIsPositiveFinite(nameof(min));
        max.EnsureIsPositiveFinite(nameof(max));
        var start = Now;
        var left = End.HasValue ? End.Value - start : Timeout.InfiniteTimeSpan;
        AssertionsOfKit.AssertTrue(left.IsInfiniteTimeout() || left >= min, "Required min time {0} not possible, only {1} left. {2}", min, left, hint ?? "");

        LastWasNoMsg = false;
        var block = new Block(start, min, Dilated(max).Min(left), End, hint ?? "");
        End = start + block.Max;
        return block;
    }

    private void LeaveBlock(Block block, TimeSpan? epsilon)
    {
        var elapsed = Now - block.Start;
        if (elapsed < block.Min)
        {
            ConditionalLog("Failed: Block took {0}, should have at least been {1}. {2}", elapsed, block.Min, block.Hint);
            AssertionsOfKit.Fail("Failed: Block took {0}, should have at least been {1}. {2}", elapsed, block.Min, block.Hint);
        }

        if (LastWasNoMsg || elapsed <= block.Max + epsilon.GetValueOrDefault())
            return;
        ConditionalLog("Failed: Block took {0}, exceeding {1}. {2}", elapsed, block.Max, block.Hint);
        AssertionsOfKit.Fail("Failed: Block took {0}, exceeding {1}. {2}", elapsed, block.Max, block.Hint);
    }

    private sealed record Block(TimeSpan Start, TimeSpan Min, TimeSpan Max, TimeSpan? OuterEnd, string Hint);
}
