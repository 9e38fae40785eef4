using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.Messaging;

/// <summary>Which actors want what is published; the bus is asked once for each pattern.</summary>
internal sealed class SubscriptionDesk(IBus bus)
{
    private readonly TopicTrie<IActorRef> _wishes = new();
    private readonly Dictionary<string, HashSet<IActorRef>> _patterns = [];
    private readonly HashSet<IActorRef> _found = [];

    public void Subscribe(string pattern, IActorRef subscriber)
    {
        if (!_wishes.Add(pattern, subscriber))
            return;
        if (_patterns.TryGetValue(pattern, out var others))
        {
            others.Add(subscriber);
            return;
        }

        _patterns[pattern] = [subscriber];
        bus.Subscribe(pattern);
    }

    public void Unsubscribe(string pattern, IActorRef subscriber)
    {
        if (!_wishes.Remove(pattern, subscriber))
            return;
        _patterns[pattern].Remove(subscriber);
        if (_patterns[pattern].Count > 0)
            return;
        _patterns.Remove(pattern);
        bus.Unsubscribe(pattern);
    }

    public void Gone(IActorRef subscriber)
    {
        foreach (var pattern in _patterns.Where(pattern => pattern.Value.Contains(subscriber)).Select(pattern => pattern.Key).ToArray())
            Unsubscribe(pattern, subscriber);
    }

    /// <summary>Who wants a topic; good until the next call.</summary>
    public IReadOnlyCollection<IActorRef> WhoWants(string topic)
    {
        _found.Clear();
        _wishes.Match(topic, _found);
        return _found;
    }
}
