using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.TestEvent;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>Puts filters in force, runs a piece of a test, and counts the events that match.</summary>
public class InternalEventFilterApplier(TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters) : IEventFilterApplier
{
    private static readonly Func<Action, Func<object?>> AsFunc = static action => () => { action(); return null; };
    private static readonly Func<Func<Task>, Func<Task<object?>>> AsAsync = static action => async () => { await action(); return null; };

    /// <inheritdoc/>
    public EventFilterFactory And => new(testkit, system, filters);

    /// <inheritdoc/>
    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Intercept(AsFunc(action), null, 1, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => InterceptAsync(AsAsync(actionAsync), null, 1, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default) => InterceptAsync(Wrapped(action), null, 1, cancellationToken);

    /// <inheritdoc/>
    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Intercept(AsFunc(action), timeout, 1, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) => InterceptAsync(AsAsync(action), timeout, 1, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectOneAsync(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => InterceptAsync(Wrapped(action), timeout, 1, cancellationToken);

    /// <inheritdoc/>
    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) => Intercept(AsFunc(action), null, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) => InterceptAsync(AsAsync(actionAsync), null, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectAsync(int expectedCount, Action action, CancellationToken cancellationToken = default) => InterceptAsync(Wrapped(action), null, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) => InterceptAsync(AsAsync(actionAsync), timeout, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Intercept(AsFunc(action), timeout, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) => InterceptAsync(AsAsync(action), timeout, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => InterceptAsync(Wrapped(action), timeout, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Intercept(func, null, 1, cancellationToken);

    /// <inheritdoc/>
    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) => InterceptAsync(func, null, 1, cancellationToken);

    /// <inheritdoc/>
    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) => Intercept(func, timeout, 1, cancellationToken);

    /// <inheritdoc/>
    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) => InterceptAsync(func, timeout, 1, cancellationToken);

    /// <inheritdoc/>
    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) => Intercept(func, null, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) => InterceptAsync(func, null, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) => Intercept(func, timeout, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) => InterceptAsync(func, timeout, expectedCount, cancellationToken);

    /// <inheritdoc/>
    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default) => Intercept(func, null, null, cancellationToken);

    /// <inheritdoc/>
    public Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) => InterceptAsync(func, null, null, cancellationToken);

    /// <inheritdoc/>
    public void Mute(Action action, CancellationToken cancellationToken = default) => Intercept(AsFunc(action), null, null, cancellationToken);

    /// <inheritdoc/>
    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) => InterceptAsync(AsAsync(action), null, null, cancellationToken);

    /// <inheritdoc/>
    public Task MuteAsync(Action action, CancellationToken cancellationToken = default) => InterceptAsync(Wrapped(action), null, null, cancellationToken);

    /// <inheritdoc/>
    public IUnmutableFilter Mute()
    {
        system.EventStream.Publish(new Mute(filters));
        return new MutedFilters(filters, system);
    }

    private static Func<Task<object?>> Wrapped(Action action) => () =>
    {
        action();
        return Task.FromResult<object?>(null);
    };

    private T Intercept<T>(Func<T> func, TimeSpan? timeout, int? expected, CancellationToken cancellationToken)
    {
        var limit = Limit(timeout);
        using var count = new MatchCount(filters, system);
        var result = func();
        if (expected is { } number)
        {
            testkit.AwaitConditionNoThrow(() => count.Suffices(number), limit, PollInterval, cancellationToken);
            Judge(count.Value, number, limit);
        }

        return result;
    }

    private async Task<T> InterceptAsync<T>(Func<Task<T>> func, TimeSpan? timeout, int? expected, CancellationToken cancellationToken)
    {
        var limit = Limit(timeout);
        using var count = new MatchCount(filters, system);
        var result = await func();
        if (expected is { } number)
        {
            await testkit.AwaitConditionNoThrowAsync(() => count.Suffices(number), limit, PollInterval, cancellationToken);
            Judge(count.Value, number, limit);
        }

        return result;
    }

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private TimeSpan Limit(TimeSpan? timeout) => timeout is { } given ? testkit.Dilated(given) : testkit.RemainingOrDefault;

    private void Judge(int received, int expected, TimeSpan limit)
    {
        if (received == expected)
            return;
        var wanted = string.Join(",", filters);
        var text = received < expected
            ? $"Timeout ({limit}) while waiting for messages. Only received {received}/{expected} messages that matched filter [{wanted}]"
            : $"Received {Messages(received - expected)} too many. Expected {Messages(expected)} but received {received} that matched filter [{wanted}]";
        TestKitAssertionsExtension.For(testkit.Sys).Assertions.Fail("{0}", text);
    }

    private static string Messages(int number) => number == 1 ? "1 message" : $"{number} messages";

    // Counts while it lives; the listener sees Mute, the events and Unmute in this order.
    private sealed class MatchCount : IDisposable
    {
        private readonly IReadOnlyList<EventFilterBase> _filters;
        private readonly ActorSystem _system;
        private int _value;

        public MatchCount(IReadOnlyList<EventFilterBase> filters, ActorSystem system)
        {
            _filters = filters;
            _system = system;
            foreach (var filter in filters)
                filter.EventMatched += Count;
            system.EventStream.Publish(new Mute(filters));
        }

        public int Value => Volatile.Read(ref _value);

        // Expecting none means to wait for one that must not come.
        public bool Suffices(int expected) => expected == 0 ? Value > 0 : Value >= expected;

        public void Dispose()
        {
            foreach (var filter in _filters)
                filter.EventMatched -= Count;
            _system.EventStream.Publish(new Unmute(_filters));
        }

        private void Count(EventFilterBase filter, LogEvent logEvent) => Interlocked.Increment(ref _value);
    }

    private sealed class MutedFilters(IReadOnlyList<EventFilterBase> filters, ActorSystem system) : IUnmutableFilter
    {
        private int _unmuted;

        public void Unmute()
        {
            if (Interlocked.Exchange(ref _unmuted, 1) == 0)
                system.EventStream.Publish(new Unmute(filters));
        }

        public void Dispose() => Unmute();
    }
}
