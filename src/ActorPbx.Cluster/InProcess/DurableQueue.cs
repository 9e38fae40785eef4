namespace ActorPbx.Cluster.InProcess;

/// <summary>A queue that keeps each message until a consumer has settled it.</summary>
internal sealed class DurableQueue(string name, InProcessBroker broker, int limit)
{
    private readonly LinkedList<Item> _waiting = new();
    private readonly List<Consumer> _consumers = [];
    private ulong _tag;
    private int _count;
    private int _turn;

    /// <summary>Adds a message; false when the queue is full.</summary>
    public bool Add(InProcessBus from, string key, ReadOnlyMemory<byte> body)
    {
        if (_count >= limit)
            return false;
        _count++;
        _waiting.AddLast(new Item(from, key, body));
        HandOut();
        return true;
    }

    public void AddConsumer(InProcessBus node, int ahead)
    {
        if (_consumers.Exists(consumer => consumer.Node == node))
            return;
        _consumers.Add(new Consumer(node, ahead));
        HandOut();
    }

    // What it had goes back to the front, in its order.
    public void RemoveConsumer(InProcessBus node)
    {
        var index = _consumers.FindIndex(consumer => consumer.Node == node);
        if (index < 0)
            return;
        foreach (var (_, item) in _consumers[index].Unsettled.Reverse())
            _waiting.AddFirst(item);
        _consumers.RemoveAt(index);
        HandOut();
    }

    public void Settle(InProcessBus node, ulong tag)
    {
        if (_consumers.Find(consumer => consumer.Node == node) is not { } consumer)
            return;
        while (consumer.Unsettled.TryPeek(out var first) && first.Tag <= tag)
        {
            var (_, item) = consumer.Unsettled.Dequeue();
            _count--;
            broker.Tell(item.From, sink => sink.OnEnqueued(name, item.Key));
        }

        HandOut();
    }

    private void HandOut()
    {
        while (_waiting.First is { } first && NextFree() is { } consumer)
        {
            _waiting.RemoveFirst();
            var (tag, item) = (++_tag, first.Value);
            consumer.Unsettled.Enqueue((tag, item));
            broker.Tell(consumer.Node, sink => sink.OnDelivered(name, tag, item.From.Origin, item.Key, item.Body));
        }
    }

    private Consumer? NextFree()
    {
        for (var tried = 0; tried < _consumers.Count; tried++)
        {
            _turn = (_turn + 1) % _consumers.Count;
            if (_consumers[_turn].Unsettled.Count < _consumers[_turn].Ahead)
                return _consumers[_turn];
        }

        return null;
    }

    private readonly record struct Item(InProcessBus From, string Key, ReadOnlyMemory<byte> Body);

    private sealed record Consumer(InProcessBus Node, int Ahead)
    {
        public Queue<(ulong Tag, Item Item)> Unsettled { get; } = new();
    }
}
