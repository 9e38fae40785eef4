using System.Runtime.CompilerServices;
using ActorPbx.Kernel.TestKit.Internal;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Fourth layer of <see cref="TestKitBase"/>: taking messages out of the test actor's queue. Waits of single messages are not dilated.</summary>
public abstract class TestKitReceiving : TestKitAwaiting
{
    private protected TestKitReceiving(ITestKitAssertions assertions) : base(assertions)
    {
    }

    /// <summary>The next message, or null when none came within <paramref name="max"/> (a negative value but <see cref="Timeout.InfiniteTimeSpan"/> does not wait).</summary>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryReceiveOne(out var envelope, max, cancellationToken) ? envelope.Message : null;

    /// <inheritdoc cref="ReceiveOne"/>
    public async ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var (success, envelope) = await TryReceiveOneAsync(max, cancellationToken).ConfigureAwait(false);
        return success ? envelope.Message : null;
    }

    /// <summary>As <see cref="ReceiveOne"/>, with the sender.</summary>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var wait = GetTimeoutOrDefault(max);
        ConditionalLog("Trying to receive message from TestActor queue within {0}", wait);
        return Remember(IsPast(wait) ? null : Queue.Take(wait, cancellationToken), out envelope);
    }

    /// <inheritdoc cref="TryReceiveOne"/>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var wait = GetTimeoutOrDefault(max);
        ConditionalLog("Trying to receive message from TestActor queue within {0}", wait);
        var taken = IsPast(wait) ? null : await Queue.TakeAsync(wait, cancellationToken).ConfigureAwait(false);
        return (Remember(taken, out var envelope), envelope);
    }

    /// <summary>The next message, which stays in the queue, or null when none came within <paramref name="max"/>.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        TryPeekOne(out var envelope, max, cancellationToken) ? envelope.Message : null;

    /// <summary>As above, waiting until cancelled.</summary>
    public object? PeekOne(CancellationToken cancellationToken) => PeekOne(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var (success, envelope) = await TryPeekOneAsync(max, cancellationToken).ConfigureAwait(false);
        return success ? envelope.Message : null;
    }

    /// <inheritdoc cref="PeekOne(CancellationToken)"/>
    public ValueTask<object?> PeekOneAsync(CancellationToken cancellationToken) => PeekOneAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>As <see cref="PeekOne(TimeSpan?, CancellationToken)"/>, with the sender.</summary>
    public bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        var wait = GetTimeoutOrDefault(max);
        return Remember(IsPast(wait) ? null : Queue.Peek(wait, cancellationToken), out envelope);
    }

    /// <inheritdoc cref="TryPeekOne"/>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(TimeSpan? max, CancellationToken cancellationToken)
    {
        var wait = GetTimeoutOrDefault(max);
        var peeked = IsPast(wait) ? null : await Queue.PeekAsync(wait, cancellationToken).ConfigureAwait(false);
        return (Remember(peeked, out var envelope), envelope);
    }

    /// <summary>The next messages, all within the time left or the default wait; fails the test when one is missing.</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveAll(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <summary>As above, within <paramref name="max"/> (dilated).</summary>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        return ReceiveAll(numberOfMessages, Dilated(max), cancellationToken);
    }

    /// <inheritdoc cref="ReceiveN(int, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveAllAsync(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ReceiveN(int, TimeSpan, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        return ReceiveAllAsync(numberOfMessages, Dilated(max), cancellationToken);
    }

    private protected List<object> ReceiveAll(int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var start = Now;
        var received = new List<object>(count);
        while (received.Count < count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var message = ReceiveOne(LeftOf(start, max), cancellationToken);
            if (message == null)
                FailMissing(received.Count, count, max, start);
            received.Add(message!);
        }

        return received;
    }

    private protected async IAsyncEnumerable<object> ReceiveAllAsync(int count, TimeSpan max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = Now;
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var message = await ReceiveOneAsync(LeftOf(start, max), cancellationToken).ConfigureAwait(false);
            if (message == null)
                FailMissing(i, count, max, start);
            yield return message!;
        }
    }

    // What is in the queue already is received even when the time is over.
    private static TimeSpan LeftOf(TimeSpan start, TimeSpan max)
    {
        var left = start + max - Now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static bool IsPast(TimeSpan wait) => wait < TimeSpan.Zero && wait != Timeout.InfiniteTimeSpan;

    private bool Remember(MessageEnvelope? received, out MessageEnvelope envelope)
    {
        LastWasNoMsg = false;
        envelope = LastEnvelope = received ?? NullMessageEnvelope.Instance;
        return received != null;
    }

    private void FailMissing(int received, int expected, TimeSpan max, TimeSpan start)
    {
        const string format = "Timeout ({0}) while expecting {1} messages. Only got {2} after {3}.";
        ConditionalLog(format, max, expected, received, Now - start);
        AssertionsOfKit.Fail(format, max, expected, received, Now - start);
    }
}
