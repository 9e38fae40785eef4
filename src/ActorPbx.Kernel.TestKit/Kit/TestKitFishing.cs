using System.Collections;
using System.Runtime.CompilerServices;
using ActorPbx.Kernel.TestKit.Internal;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Fifth layer of <see cref="TestKitBase"/>: receiving series of messages and fishing for one among others.</summary>
public abstract class TestKitFishing : TestKitReceiving
{
    private protected TestKitFishing(ITestKitAssertions assertions) : base(assertions)
    {
    }

    private enum Verdict
    {
        Take,
        Skip,
        Stop,
    }

    /// <summary>Receives as long as the filter makes something of the message, up to <paramref name="max"/> (dilated) or <paramref name="msgs"/> messages; what the filter refuses stays in the queue.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, null, msgs, cancellationToken);

    /// <summary>As above, and ends after a pause of <paramref name="idle"/>.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(filter, max, idle, msgs, cancellationToken);

    /// <summary>As above.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        Collect(message => Filtered(filter, message), RemainingOrDilated(max), idle, msgs, cancellationToken);

    /// <summary>Receives messages of one kind as long as the predicate holds; messages of other kinds are dropped, or end the series.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default) =>
        Collect(message => Judged(shouldContinue, shouldIgnoreOtherMessageTypes, message), RemainingOrDilated(max), idle, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, null, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(TimeSpan?, TimeSpan?, Func{object, T}, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(filter, max, idle, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        CollectAsync(message => Filtered(filter, message), RemainingOrDilated(max), idle, msgs, cancellationToken);

    /// <inheritdoc cref="ReceiveWhile{T}(Predicate{T}, TimeSpan?, TimeSpan?, int, bool, CancellationToken)"/>
    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default) =>
        CollectAsync(message => Judged(shouldContinue, shouldIgnoreOtherMessageTypes, message), RemainingOrDilated(max), idle, msgs, cancellationToken);

    /// <summary>Drops messages until one satisfies the predicate; fails the test when none does within <paramref name="max"/> (dilated).</summary>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, null, max, hint, cancellationToken);

    /// <summary>As above; messages of other kinds are dropped too.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null, max, hint, cancellationToken);

    /// <summary>As above, and collects in <paramref name="allMessages"/> what was dropped.</summary>
    public T FishForMessage<T>(Predicate<T> isMessage, ArrayList? allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var end = Now + limit;
        allMessages?.Clear();
        while (true)
        {
            var message = ReceiveOne(LeftUntil(end), cancellationToken);
            if (Caught(message, isMessage, limit, hint, out var caught))
                return caught;
            allMessages?.Add(message);
        }
    }

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<object> FishForMessageAsync(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, null, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, null, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, ArrayList, TimeSpan?, string, CancellationToken)"/>
    public async ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, ArrayList? allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        var end = Now + limit;
        allMessages?.Clear();
        while (true)
        {
            var message = await ReceiveOneAsync(LeftUntil(end), cancellationToken).ConfigureAwait(false);
            if (Caught(message, isMessage, limit, hint, out var caught))
                return caught;
            allMessages?.Add(message);
        }
    }

    /// <summary>Drops messages for <paramref name="max"/>; fails the test if one of the kind named is among them.</summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        await foreach (var message in ReceiveWhileAsync<object>(m => m, max, null, int.MaxValue, cancellationToken).ConfigureAwait(false))
            AssertionsOfKit.AssertFalse(message is T, "did not expect a message of type {0}", typeof(T));
    }

    /// <summary>Receives until nothing has come for <paramref name="max"/> and returns what came; fails the test above <paramref name="maxMessages"/> messages.</summary>
    public async Task<ArrayList> WaitForRadioSilenceAsync(TimeSpan? max = null, uint? maxMessages = null, CancellationToken cancellationToken = default)
    {
        var messages = new ArrayList();
        while (true)
        {
            AssertionsOfKit.AssertFalse(maxMessages.HasValue && messages.Count > maxMessages.Value, "maxMessages violated (current iteration: {0}).", messages.Count);
            var message = await ReceiveOneAsync(max, cancellationToken).ConfigureAwait(false);
            if (message == null)
                return ArrayList.ReadOnly(messages);
            messages.Add(message);
        }
    }

    private static (Verdict, T?) Filtered<T>(Func<object, T?> filter, object message)
    {
        var result = filter(message);
        return (result == null ? Verdict.Stop : Verdict.Take, result);
    }

    private static (Verdict, T?) Judged<T>(Predicate<T> shouldContinue, bool ignoreOthers, object message)
    {
        if (message is T typed)
            return (shouldContinue(typed) ? Verdict.Take : Verdict.Stop, typed);
        return (ignoreOthers ? Verdict.Skip : Verdict.Stop, default);
    }

    private static TimeSpan LeftUntil(TimeSpan end)
    {
        var left = end - Now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private List<T> Collect<T>(Func<object, (Verdict, T?)> judge, TimeSpan max, TimeSpan? idle, int limit, CancellationToken cancellationToken)
    {
        var stop = Now + max;
        var last = LastEnvelope = NullMessageEnvelope.Instance;
        var collected = new List<T>();
        while (collected.Count < limit && TryPeekOne(out var peeked, LeftUntil(stop).Min(idle), cancellationToken))
        {
            var (verdict, result) = judge(peeked.Message);
            if (verdict == Verdict.Stop)
                break;
            Queue.Take(TimeSpan.Zero, cancellationToken);
            last = peeked;
            if (verdict == Verdict.Take)
                collected.Add(result!);
        }

        EndSeries(last);
        return collected;
    }

    private async IAsyncEnumerable<T> CollectAsync<T>(Func<object, (Verdict, T?)> judge, TimeSpan max, TimeSpan? idle, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stop = Now + max;
        MessageEnvelope last = NullMessageEnvelope.Instance;
        for (var count = 0; count < limit;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (success, peeked) = await TryPeekOneAsync(LeftUntil(stop).Min(idle), cancellationToken).ConfigureAwait(false);
            if (!success)
                break;
            var (verdict, result) = judge(peeked.Message);
            if (verdict == Verdict.Stop)
                break;
            Queue.Take(TimeSpan.Zero, cancellationToken);
            last = LastEnvelope = peeked;
            if (verdict == Verdict.Skip)
                continue;
            count++;
            yield return result!;
        }

        EndSeries(last);
    }

    private void EndSeries(MessageEnvelope last)
    {
        LastEnvelope = last;
        LastWasNoMsg = true;
    }

    private bool Caught<T>(object? message, Predicate<T> isMessage, TimeSpan limit, string hint, out T caught)
    {
        AssertionsOfKit.AssertTrue(message != null, "Timeout ({0}) during fishForMessage{1}", limit, string.IsNullOrEmpty(hint) ? "" : ", hint: " + hint);
        if (message is T typed && isMessage(typed))
        {
            caught = typed;
            return true;
        }

        caught = default!;
        return false;
    }
}
