namespace ActorPbx.Kernel.TestKit;

/// <summary>Runs a piece of a test while filters are in force. Without a timeout, the time left in the within block or the default wait counts.</summary>
public interface IEventFilterApplier
{
    /// <summary>Adds a further filter.</summary>
    EventFilterFactory And { get; }

    /// <summary>Runs the action; exactly one event must match.</summary>
    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne(Action, CancellationToken)"/>
    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne(Action, CancellationToken)"/>
    Task ExpectOneAsync(Action action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne(Action, CancellationToken)"/>
    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne(Action, CancellationToken)"/>
    Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne(Action, CancellationToken)"/>
    Task ExpectOneAsync(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Runs the action; exactly as many events as given must match.</summary>
    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect(int, Action, CancellationToken)"/>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect(int, Action, CancellationToken)"/>
    Task ExpectAsync(int expectedCount, Action action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect(int, Action, CancellationToken)"/>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect(int, Action, CancellationToken)"/>
    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect(int, Action, CancellationToken)"/>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect(int, Action, CancellationToken)"/>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Runs the function; exactly one event must match.</summary>
    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne{T}(Func{T}, CancellationToken)"/>
    Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne{T}(Func{T}, CancellationToken)"/>
    T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="ExpectOne{T}(Func{T}, CancellationToken)"/>
    Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Runs the function; exactly as many events as given must match.</summary>
    T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect{T}(int, Func{T}, CancellationToken)"/>
    Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect{T}(int, Func{T}, CancellationToken)"/>
    T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Expect{T}(int, Func{T}, CancellationToken)"/>
    Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Runs the function; matching events are not printed.</summary>
    T Mute<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Mute{T}(Func{T}, CancellationToken)"/>
    Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default);

    /// <summary>Runs the action; matching events are not printed.</summary>
    void Mute(Action action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Mute(Action, CancellationToken)"/>
    Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default);

    /// <inheritdoc cref="Mute(Action, CancellationToken)"/>
    Task MuteAsync(Action action, CancellationToken cancellationToken = default);

    /// <summary>From now on matching events are not printed, until the result is disposed of.</summary>
    IUnmutableFilter Mute();
}
