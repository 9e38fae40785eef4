using System.Diagnostics;

namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>The queue between a test actor, which fills it, and the test, which empties it by waiting or by awaiting.</summary>
internal sealed class TestMessageQueue
{
    private readonly LinkedList<MessageEnvelope> _items = [];
    private readonly SemaphoreSlim _available = new(0);

    /// <summary>Messages that wait to be received.</summary>
    public int Count
    {
        get { lock (_items) return _items.Count; }
    }

    /// <summary>Puts a message at the end.</summary>
    public void Enqueue(MessageEnvelope item)
    {
        lock (_items)
            _items.AddLast(item);
        _available.Release();
    }

    /// <summary>Takes the first message, waiting up to <paramref name="wait"/> (<see cref="Timeout.InfiniteTimeSpan"/>: for ever); null when none came.</summary>
    public MessageEnvelope? Take(TimeSpan wait, CancellationToken cancellationToken) =>
        _available.Wait(Bounded(wait), cancellationToken) ? RemoveFirst() : null;

    /// <summary>As <see cref="Take"/>, without blocking a thread.</summary>
    public async ValueTask<MessageEnvelope?> TakeAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        await _available.WaitAsync(Bounded(wait), cancellationToken).ConfigureAwait(false) ? RemoveFirst() : null;

    /// <summary>Looks at the first message and leaves it there; null when none came in time.</summary>
    public MessageEnvelope? Peek(TimeSpan wait, CancellationToken cancellationToken) =>
        _available.Wait(Bounded(wait), cancellationToken) ? First() : null;

    /// <summary>As <see cref="Peek"/>, without blocking a thread.</summary>
    public async ValueTask<MessageEnvelope?> PeekAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        await _available.WaitAsync(Bounded(wait), cancellationToken).ConfigureAwait(false) ? First() : null;

    /// <summary>Empties the queue and returns what was in it.</summary>
    public IReadOnlyList<MessageEnvelope> Drain()
    {
        var drained = new List<MessageEnvelope>();
        while (_available.Wait(0))
            drained.Add(RemoveFirst());
        return drained;
    }

    private static TimeSpan Bounded(TimeSpan wait) =>
        wait.TotalMilliseconds > int.MaxValue ? Timeout.InfiniteTimeSpan : wait;

    private MessageEnvelope First()
    {
        MessageEnvelope item;
        lock (_items)
            item = _items.First!.Value;
        _available.Release();
        return item;
    }

    private MessageEnvelope RemoveFirst()
    {
        lock (_items)
        {
            Debug.Assert(_items.Count > 0, "The semaphore counts the queue's items.");
            var item = _items.First!.Value;
            _items.RemoveFirst();
            return item;
        }
    }
}
