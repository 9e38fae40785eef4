using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Seventh layer of <see cref="TestKitBase"/>: the next message must be as expected and come from whom it should.</summary>
public abstract class TestKitExpectingFrom : TestKitExpecting
{
    private protected TestKitExpectingFrom(ITestKitAssertions assertions) : base(assertions)
    {
    }

    /// <summary>The next message must be a <typeparamref name="T"/> from the sender given.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(From<T>(sender, null, hint), duration, hint, cancellationToken);

    /// <summary>The next message must equal the one given and come from the sender given.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(From(sender, Equal(message, hint), hint), timeout, hint, cancellationToken);

    /// <summary>The next message must satisfy the predicate and come from the sender given.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(From(sender, Satisfying(isMessage, hint), hint), timeout, hint, cancellationToken);

    /// <summary>The next message and its sender must each satisfy their predicate.</summary>
    public T ExpectMsgFrom<T>(Predicate<IActorRef>? isSender, Predicate<T>? isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(FromSuch(isSender, Satisfying(isMessage, hint), hint), timeout, hint, cancellationToken);

    /// <summary>The assertion must accept the next message, which must come from the sender given.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(From<T>(sender, (m, _) => assertMessage(m), hint), timeout, hint, cancellationToken);

    /// <summary>The assertions must accept the next message and its sender.</summary>
    public T ExpectMsgFrom<T>(Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(Both(assertSender, assertMessage), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(From<T>(sender, null, hint), duration, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, T, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(From(sender, Equal(message, hint), hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(From(sender, Satisfying(isMessage, hint), hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(Predicate{IActorRef}, Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(Predicate<IActorRef>? isSender, Predicate<T>? isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(FromSuch(isSender, Satisfying(isMessage, hint), hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, Action{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(From<T>(sender, (m, _) => assertMessage(m), hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsgFrom{T}(Action{IActorRef}, Action{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Both(assertSender, assertMessage), timeout, hint, cancellationToken);

    private static Action<T, IActorRef> Both<T>(Action<IActorRef> assertSender, Action<T> assertMessage) => (m, actual) =>
    {
        assertSender(actual);
        assertMessage(m);
    };

    private static string WrongSender(IActorRef actual, string expected, string? hint) =>
        Escaped($"Sender does not match. Got a message from sender {actual}. But expected {expected} {hint}");

    private Action<T, IActorRef> From<T>(IActorRef sender, Action<T, IActorRef>? check, string? hint) => (m, actual) =>
    {
        AssertionsOfKit.AssertEqual(sender, actual, WrongSender(actual, sender.ToString()!, hint));
        check?.Invoke(m, actual);
    };

    private Action<T, IActorRef> FromSuch<T>(Predicate<IActorRef>? isSender, Action<T, IActorRef> check, string? hint) => (m, actual) =>
    {
        if (isSender != null)
            AssertionsOfKit.AssertTrue(isSender(actual), WrongSender(actual, hint ?? "the predicate to return true", null));
        check(m, actual);
    };
}
