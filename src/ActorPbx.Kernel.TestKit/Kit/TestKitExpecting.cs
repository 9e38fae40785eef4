using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Sixth layer of <see cref="TestKitBase"/>: the next message must be as expected, or the test fails. Waits are dilated; without one, the time left in the within block or the default wait counts.</summary>
public abstract class TestKitExpecting : TestKitFishing
{
    private protected TestKitExpecting(ITestKitAssertions assertions) : base(assertions)
    {
    }

    /// <summary>The next message must be a <typeparamref name="T"/>.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(null, duration, hint, cancellationToken);

    /// <summary>The next message must equal the one given.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(Equal(message, hint), timeout, hint, cancellationToken);

    /// <summary>The next message must be a <typeparamref name="T"/> that satisfies the predicate.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(Satisfying(isMessage, hint), timeout, hint, cancellationToken);

    /// <summary>The next message must be a <typeparamref name="T"/> that the assertion accepts.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>((m, _) => assert(m), timeout, hint, cancellationToken);

    /// <summary>The next message and its sender must satisfy the predicate.</summary>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(Satisfying(isMessageAndSender, hint), timeout, hint, cancellationToken);

    /// <summary>The assertion must accept the next message and its sender.</summary>
    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(assertMessageAndSender, timeout, hint, cancellationToken);

    /// <summary>The comparer must find the next message equal to the one given.</summary>
    public T ExpectMsg<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>((m, _) => AssertionsOfKit.AssertEqual(expected, m, comparer, Escaped(hint)), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>(null, duration, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(T, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Equal(message, hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Satisfying(isMessage, hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Action{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>((m, _) => assert(m), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Func{T, IActorRef, bool}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(Satisfying(isMessageAndSender, hint), timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(Action{T, IActorRef}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(assertMessageAndSender, timeout, hint, cancellationToken);

    /// <inheritdoc cref="ExpectMsg{T}(T, Func{T, T, bool}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync<T>((m, _) => AssertionsOfKit.AssertEqual(expected, m, comparer, Escaped(hint)), timeout, hint, cancellationToken);

    /// <summary>The next message must tell the end of the actor given.</summary>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(TerminatedOf(target, hint), timeout, $"Terminated {target}. {hint}", cancellationToken);

    /// <inheritdoc cref="ExpectTerminated"/>
    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        ExpectAsync(TerminatedOf(target, hint), timeout, $"Terminated {target}. {hint}", cancellationToken);

    /// <summary>No message may come in the time left or the default wait.</summary>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) => ExpectSilence(SilenceByDefault, cancellationToken);

    /// <summary>No message may come for the time given.</summary>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilence(Dilated(duration), cancellationToken);

    /// <summary>No message may come for the milliseconds given.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) => ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) => ExpectSilenceAsync(SilenceByDefault, cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(TimeSpan, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) => ExpectSilenceAsync(Dilated(duration), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(int, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) => ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private protected T Expect<T>(Action<T, IActorRef>? check, TimeSpan? timeout, string? hint, CancellationToken cancellationToken)
    {
        var wait = RemainingOrDilated(timeout);
        var received = TryReceiveOne(out var envelope, wait, cancellationToken);
        return Verified(received ? envelope : null, check, wait, hint);
    }

    private protected async ValueTask<T> ExpectAsync<T>(Action<T, IActorRef>? check, TimeSpan? timeout, string? hint, CancellationToken cancellationToken)
    {
        var wait = RemainingOrDilated(timeout);
        var (success, envelope) = await TryReceiveOneAsync(wait, cancellationToken).ConfigureAwait(false);
        return Verified(success ? envelope : null, check, wait, hint);
    }

    private protected Action<T, IActorRef> Equal<T>(T message, string? hint) =>
        (m, _) => AssertionsOfKit.AssertEqual(message, m, Escaped(hint));

    private protected Action<T, IActorRef> Satisfying<T>(Predicate<T>? isMessage, string? hint) =>
        Satisfying<T>((m, _) => isMessage == null || isMessage(m), hint);

    private protected static string Escaped(string? hint) => hint == null ? "" : hint.Replace("{", "{{").Replace("}", "}}");

    private Action<T, IActorRef> Satisfying<T>(Func<T, IActorRef, bool> predicate, string? hint) => (m, sender) =>
        AssertionsOfKit.AssertTrue(predicate(m, sender),
            "Got a message of the expected type <{2}> from {4}. Also expected {0} but the message {{{1}}} of type <{3}> did not match",
            hint ?? "the predicate to return true", m, typeof(T).FullName, m?.GetType().FullName, sender);

    private Action<Terminated, IActorRef> TerminatedOf(IActorRef target, string? hint) =>
        (m, _) => AssertionsOfKit.AssertEqual(target, m.ActorRef, Escaped($"Terminated {target}. {hint}"));

    private T Verified<T>(MessageEnvelope? envelope, Action<T, IActorRef>? check, TimeSpan wait, string? hint)
    {
        if (envelope == null)
        {
            ConditionalLog("Failed: Timeout {0} while waiting for a message of type {1} {2}", wait, typeof(T), hint);
            AssertionsOfKit.Fail("Failed: Timeout {0} while waiting for a message of type {1} {2}", wait, typeof(T), hint ?? "");
        }

        if (envelope!.Message is not T message)
        {
            AssertionsOfKit.Fail("Failed: Expected a message of type {0}, but received {{{2}}} (type {1}) instead {3} from {4}",
                typeof(T), envelope.Message?.GetType(), envelope.Message, hint ?? "", envelope.Sender);
            return default!;
        }

        check?.Invoke(message, envelope.Sender);
        return message;
    }

    private TimeSpan SilenceByDefault => RemainingOr(Dilated(TestKitSettings.ExpectNoMessageDefault));

    private void ExpectSilence(TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Now;
        var broken = TryReceiveOne(out var envelope, duration, cancellationToken);
        JudgeSilence(broken ? envelope : null, duration, start);
    }

    private async ValueTask ExpectSilenceAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = Now;
        var (broken, envelope) = await TryReceiveOneAsync(duration, cancellationToken).ConfigureAwait(false);
        JudgeSilence(broken ? envelope : null, duration, start);
    }

    private void JudgeSilence(MessageEnvelope? envelope, TimeSpan duration, TimeSpan start)
    {
        LastWasNoMsg = true;
        if (envelope == null)
            return;
        ConditionalLog("Failed: Expected no messages during {0}, instead we received {1} after {2}", duration, envelope, Now - start);
        AssertionsOfKit.Fail("Failed: Expected no messages during {0}, instead we received {1} after {2}", duration, envelope, Now - start);
    }
}
