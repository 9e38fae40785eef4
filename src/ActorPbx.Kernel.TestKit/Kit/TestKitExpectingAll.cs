using System.Runtime.CompilerServices;
using ActorPbx.Kernel.TestKit.Internal;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Eighth layer of <see cref="TestKitBase"/>: a group of messages must come, in any order.</summary>
public abstract class TestKitExpectingAll : TestKitExpectingFrom
{
    private protected TestKitExpectingAll(ITestKitAssertions assertions) : base(assertions)
    {
    }

    /// <summary>The next message must equal one of those given.</summary>
    public T ExpectMsgAnyOf<T>(params T[] messages) => ExpectMsgAnyOf((IEnumerable<T>)messages);

    /// <inheritdoc cref="ExpectMsgAnyOf{T}(T[])"/>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default)
    {
        var max = RemainingOrDefault;
        return OneOf(ReceiveOne(max, cancellationToken), messages.ToList(), max);
    }

    /// <inheritdoc cref="ExpectMsgAnyOf{T}(T[])"/>
    public async ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default)
    {
        var max = RemainingOrDefault;
        return OneOf(await ReceiveOneAsync(max, cancellationToken).ConfigureAwait(false), messages.ToList(), max);
    }

    /// <summary>As many messages as given must come, each equal to one of those given and none left out; they are returned in the order of their coming.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => AllOf(RemainingOrDefault, messages, default);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(RemainingOrDefault, messages, cancellationToken);

    /// <summary>As above, within <paramref name="max"/> (dilated).</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) => ExpectMsgAllOf(max, (IReadOnlyCollection<T>)messages);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(TimeSpan, T[])"/>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        return AllOf(Dilated(max), messages, cancellationToken);
    }

    /// <inheritdoc cref="ExpectMsgAllOf{T}(T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOfAsync(RemainingOrDefault, messages, cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOf{T}(TimeSpan, T[])"/>
    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        return AllOfAsync(Dilated(max), messages, cancellationToken);
    }

    /// <summary>As many messages as predicates must come, each satisfying one predicate of its own.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(params PredicateInfo[] predicates) =>
        MatchAll(ReceiveAll(predicates.Length, RemainingOrDefault, default), predicates);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        MatchAll(ReceiveAll(predicates.Count, RemainingOrDefault, cancellationToken), predicates);

    /// <summary>As above, within <paramref name="max"/> (dilated).</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max, params PredicateInfo[] predicates) =>
        ExpectMsgAllOfMatchingPredicates(max, predicates, default);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(TimeSpan, PredicateInfo[])"/>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        return MatchAll(ReceiveAll(predicates.Count, Dilated(max), cancellationToken), predicates);
    }

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(PredicateInfo[])"/>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default) =>
        MatchAllAsync(RemainingOrDefault, predicates, cancellationToken);

    /// <inheritdoc cref="ExpectMsgAllOfMatchingPredicates(TimeSpan, PredicateInfo[])"/>
    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken = default)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        return MatchAllAsync(Dilated(max), predicates, cancellationToken);
    }

    private T OneOf<T>(object? received, List<T> expected, TimeSpan max)
    {
        AssertionsOfKit.AssertTrue(received != null, "Timeout {0} during waiting for ExpectMsgAnyOf waiting for ({1})", max, string.Join(",", expected));
        AssertionsOfKit.AssertTrue(received is T message && expected.Contains(message), "ExpectMsgAnyOf found unexpected {0}", received);
        return (T)received!;
    }

    private List<T> AllOf<T>(TimeSpan max, IReadOnlyCollection<T> expected, CancellationToken cancellationToken) =>
        Compared(ReceiveAll(expected.Count, max, cancellationToken), expected);

    private async IAsyncEnumerable<T> AllOfAsync<T>(TimeSpan max, IReadOnlyCollection<T> expected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = new List<object>(expected.Count);
        await foreach (var message in ReceiveAllAsync(expected.Count, max, cancellationToken).ConfigureAwait(false))
            received.Add(message);
        foreach (var message in Compared(received, expected))
            yield return message;
    }

    private List<T> Compared<T>(List<object> received, IReadOnlyCollection<T> expected)
    {
        var missing = expected.Where(m => !received.Any(r => r is T && Equals(r, m))).ToList();
        var unexpected = received.Where(r => !expected.Any(m => Equals(r, m))).ToList();
        FailOnDifference(missing, unexpected);
        return received.Cast<T>().ToList();
    }

    private async IAsyncEnumerable<object> MatchAllAsync(TimeSpan max, IReadOnlyCollection<PredicateInfo> predicates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = new List<object>(predicates.Count);
        await foreach (var message in ReceiveAllAsync(predicates.Count, max, cancellationToken).ConfigureAwait(false))
            received.Add(message);
        foreach (var message in MatchAll(received, predicates))
            yield return message;
    }

    private List<object> MatchAll(List<object> received, IReadOnlyCollection<PredicateInfo> predicates)
    {
        var open = predicates.ToList();
        var unexpected = new List<object>();
        foreach (var message in received)
        {
            if (open.FirstOrDefault(p => p.Accepts(message)) is { } match)
                open.Remove(match);
            else
                unexpected.Add(message);
        }

        FailOnDifference(open, unexpected);
        return received;
    }

    private void FailOnDifference<TMissing>(List<TMissing> missing, List<object> unexpected)
    {
        if (missing.Count == 0 && unexpected.Count == 0)
            return;
        var text = missing.Count == 0 ? "" : $"not found [{string.Join(", ", missing)}] ";
        text += unexpected.Count == 0 ? "" : $"found unexpected [{string.Join(", ", unexpected)}]";
        ConditionalLog("{0}", text);
        AssertionsOfKit.Fail(Escaped(text));
    }
}
