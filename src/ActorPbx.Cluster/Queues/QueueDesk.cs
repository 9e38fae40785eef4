using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.Codec;
using ActorPbx.Cluster.Messaging;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster.Queues;

/// <summary>Which actors put into durable queues and wait for the word that it is safe, and which take from them: one on a node for each queue.</summary>
internal sealed class QueueDesk(IBus bus, IActorRef cluster, Inlet inlet)
{
    private readonly Dictionary<(string Queue, string Key), List<IActorRef>> _waiting = [];
    private readonly Dictionary<string, Consumption> _consumers = [];

    public void Enqueue(Enqueue put, IActorRef sender)
    {
        if (!ClusterCodec.TryEncode(new Letter(put.Message), out var body))
        {
            sender.Tell(new NotEnqueued(put.Queue, put.Key, $"larger than {ClusterCodec.MaxBytes} bytes"), cluster);
            return;
        }

        if (!_waiting.TryGetValue((put.Queue, put.Key), out var senders))
            _waiting[(put.Queue, put.Key)] = senders = [];
        senders.Add(sender);
        bus.Enqueue(put.Queue, put.Key, body);
    }

    // One word of the bus for each time that it was put in, in that order.
    public void Enqueued(string queue, string key) => Answer(queue, key, new Enqueued(queue, key));

    public void NotEnqueued(string queue, string key, string reason) => Answer(queue, key, new NotEnqueued(queue, key, reason));

    public void BusDown(string reason)
    {
        foreach (var ((queue, key), senders) in _waiting)
            foreach (var sender in senders)
                sender.Tell(new NotEnqueued(queue, key, reason), cluster);
        _waiting.Clear();
        foreach (var consumption in _consumers.Values)
            consumption.Forget();
    }

    public void Consume(Consume wish, IActorRef consumer)
    {
        if (_consumers.TryGetValue(wish.Queue, out var before) && before.Actor.Equals(consumer))
            return;

        // What the one before had not settled comes again, to this one.
        if (before is not null)
            bus.Abandon(wish.Queue);
        _consumers[wish.Queue] = new Consumption(consumer);
        bus.Consume(wish.Queue, (ushort)Math.Clamp(wish.Ahead, 1, ushort.MaxValue));
    }

    public void Settle(string queue, ulong tag, IActorRef consumer)
    {
        if (_consumers.TryGetValue(queue, out var consumption) && consumption.Actor.Equals(consumer))
            bus.Settle(queue, consumption.Settle(tag));
    }

    public void Delivered(BusNotice.Delivered delivered)
    {
        if (!_consumers.TryGetValue(delivered.Queue, out var consumption))
            return;
        var message = Read(delivered);
        if (message is not null)
            consumption.Actor.Tell(message, cluster);
        if (consumption.Deliver(delivered.Tag, message is not null) is { } settled)
            bus.Settle(delivered.Queue, settled);
    }

    public void Gone(IActorRef consumer)
    {
        foreach (var queue in _consumers.Where(taken => taken.Value.Actor.Equals(consumer)).Select(taken => taken.Key).ToArray())
        {
            _consumers.Remove(queue);
            bus.Abandon(queue);
        }
    }

    private Delivered? Read(BusNotice.Delivered delivered)
    {
        var where = $"{delivered.Origin} in queue {delivered.Queue}";
        if (!Topics.TryReadOrigin(delivered.Origin, out var from))
        {
            inlet.Refuse(where, "no origin");
            return null;
        }

        return inlet.Read(where, delivered.Body) is { } letter
            ? new Delivered(delivered.Queue, delivered.Tag, from, delivered.Key, letter.Message)
            : null;
    }

    private void Answer(string queue, string key, object answer)
    {
        if (!_waiting.TryGetValue((queue, key), out var senders))
            return;
        senders[0].Tell(answer, cluster);
        senders.RemoveAt(0);
        if (senders.Count == 0)
            _waiting.Remove((queue, key));
    }
}
