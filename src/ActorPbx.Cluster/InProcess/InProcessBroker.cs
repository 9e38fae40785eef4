using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.InProcess;

/// <summary>
/// The bus of nodes that live in one process: a whole PBX in one, tests, simulations. It has no thread and reads no clock; whoever calls delivers, so that
/// with one thread everything happens in one order, always. Its durable queues are as durable as the process, so an enqueued message counts as safe only
/// when a consumer has settled it.
/// </summary>
/// <param name="queueLimit">Most messages in one durable queue.</param>
public sealed class InProcessBroker(int queueLimit = 100_000)
{
    private readonly Lock _lock = new();
    private readonly DeliveryQueue _deliveries = new();
    private readonly TopicTrie<object> _wishes = new();
    private readonly HashSet<object> _found = [];
    private readonly Dictionary<string, SharedWish> _shared = [];
    private readonly Dictionary<string, DurableQueue> _queues = [];
    private readonly Dictionary<string, ClaimList> _claims = [];

    /// <summary>Takes the bus from a node, which notices it.</summary>
    public void Cut(InProcessBus bus, string reason) => Change(() => Leave(bus, reason, noticed: true));

    /// <summary>Takes the bus from a node without its noticing, as when packets vanish or a process dies: nothing comes in, nothing goes out.</summary>
    public void Silence(InProcessBus bus) => Change(() => Leave(bus, "", noticed: false));

    /// <summary>Gives a node the bus back. One that was silenced learns now that it had lost it.</summary>
    public void Heal(InProcessBus bus) => Change(() => Return(bus));

    /// <summary>Changes what is known of a node, then delivers what follows from it.</summary>
    internal void Change(Action change)
    {
        lock (_lock)
            change();
        _deliveries.Work();
    }

    internal bool Publish(InProcessBus from, string topic, ReadOnlyMemory<byte> body)
    {
        lock (_lock)
        {
            if (!from.Connected)
                return false;
            _found.Clear();
            _wishes.Match(topic, _found);
            foreach (var wisher in _found)
                _deliveries.Add(new Delivery(wisher as InProcessBus ?? ((SharedWish)wisher).Next(), topic, body, null, false));
        }

        _deliveries.Work();
        return true;
    }

    internal void Tell(InProcessBus to, Action<IBusSink> news, bool always = false) => _deliveries.Add(new Delivery(to, "", default, news, always));

    internal void Wish(InProcessBus bus, string pattern) => _wishes.Add(pattern, bus);

    internal void Unwish(InProcessBus bus, string pattern) => _wishes.Remove(pattern, bus);

    internal void JoinShare(InProcessBus bus, string name, string pattern)
    {
        if (!_shared.TryGetValue(name, out var shared))
        {
            _shared[name] = shared = new SharedWish(pattern);
            _wishes.Add(pattern, shared);
        }

        shared.Add(bus);
    }

    internal void LeaveShare(InProcessBus bus, string name)
    {
        if (!_shared.TryGetValue(name, out var shared))
            return;
        shared.Remove(bus);
        if (!shared.IsEmpty)
            return;
        _shared.Remove(name);
        _wishes.Remove(shared.Pattern, shared);
    }

    internal DurableQueue Queue(string name) =>
        _queues.TryGetValue(name, out var queue) ? queue : _queues[name] = new DurableQueue(name, this, queueLimit);

    internal ClaimList Claims(string singleton) =>
        _claims.TryGetValue(singleton, out var claims) ? claims : _claims[singleton] = new ClaimList(singleton, this);

    internal void Return(InProcessBus bus)
    {
        if (bus.Connected || !bus.IsOpen)
            return;
        if (bus.Unnoticed)
            TellOfLoss(bus, "the bus was silent");
        (bus.Connected, bus.Unnoticed) = (true, false);
        foreach (var pattern in bus.Wishes.Patterns)
            Wish(bus, pattern);
        foreach (var (name, pattern) in bus.Wishes.Shares)
            JoinShare(bus, name, pattern);
        Tell(bus, sink => sink.OnUp());
        foreach (var (queue, ahead) in bus.Wishes.Queues)
            Queue(queue).AddConsumer(bus, ahead);
        foreach (var singleton in bus.Wishes.Singletons)
            Claims(singleton).Add(bus);
    }

    internal void Leave(InProcessBus bus, string reason, bool noticed)
    {
        if (!bus.Connected)
            return;
        foreach (var pattern in bus.Wishes.Patterns)
            Unwish(bus, pattern);
        foreach (var name in bus.Wishes.Shares.Keys)
            LeaveShare(bus, name);
        bus.Lost = [.. bus.Wishes.Singletons.Where(singleton => Claims(singleton).Holder == bus)];
        (bus.Connected, bus.Unnoticed) = (false, !noticed);
        if (noticed)
            TellOfLoss(bus, reason);
        foreach (var queue in bus.Wishes.Queues.Keys)
            Queue(queue).RemoveConsumer(bus);
        foreach (var singleton in bus.Wishes.Singletons)
            Claims(singleton).Remove(bus);
    }

    private void TellOfLoss(InProcessBus bus, string reason)
    {
        foreach (var singleton in bus.Lost)
            Tell(bus, sink => sink.OnLost(singleton), always: true);
        Tell(bus, sink => sink.OnDown(reason), always: true);
        bus.Lost = [];
    }
}
