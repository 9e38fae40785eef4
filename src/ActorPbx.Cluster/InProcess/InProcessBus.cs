using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.InProcess;

/// <summary>One node's end of an <see cref="InProcessBroker"/>.</summary>
public sealed class InProcessBus : IBus
{
    private readonly InProcessBroker _broker;
    private volatile IBusSink? _sink;
    private volatile bool _connected;

    /// <summary>The end of a node.</summary>
    /// <param name="broker">What all share.</param>
    /// <param name="branch">The node's branch.</param>
    /// <param name="node">The node's name.</param>
    public InProcessBus(InProcessBroker broker, string branch, string node) => (_broker, Origin) = (broker, $"{branch}.{node}");

    /// <inheritdoc/>
    public BusStatistics Statistics { get; } = new();

    internal string Origin { get; }

    internal Wishes Wishes { get; } = new();

    internal bool IsOpen => _sink is not null;

    internal bool Connected
    {
        get => _connected;
        set => _connected = value;
    }

    /// <summary>It was cut off and does not know.</summary>
    internal bool Unnoticed { get; set; }

    /// <summary>Singletons that it held when it was cut off, and does not know it has lost.</summary>
    internal string[] Lost { get; set; } = [];

    /// <inheritdoc/>
    public void Start(IBusSink sink)
    {
        _sink = sink;
        _broker.Change(() => _broker.Return(this));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The topic is not this node's; a broker's permissions would refuse it.</exception>
    public void Publish(string topic, ReadOnlyMemory<byte> body, TimeSpan lifetime)
    {
        if (!topic.StartsWith(Origin, StringComparison.Ordinal) || topic.Length <= Origin.Length || topic[Origin.Length] != '.')
            throw new ArgumentException($"{Origin} may not publish under {topic}", nameof(topic));
        if (_broker.Publish(this, topic, body))
            Statistics.CountPublished();
        else
            Statistics.CountDropped();
    }

    /// <inheritdoc/>
    public void Subscribe(string pattern) => When(() => Wishes.Patterns.Add(pattern), () => _broker.Wish(this, pattern));

    /// <inheritdoc/>
    public void Unsubscribe(string pattern) => When(() => Wishes.Patterns.Remove(pattern), () => _broker.Unwish(this, pattern));

    /// <inheritdoc/>
    public void Share(string name, string pattern) => When(() => Wishes.Shares.TryAdd(name, pattern), () => _broker.JoinShare(this, name, pattern));

    /// <inheritdoc/>
    public void Unshare(string name) => When(() => Wishes.Shares.Remove(name), () => _broker.LeaveShare(this, name));

    /// <inheritdoc/>
    public void Enqueue(string queue, string key, ReadOnlyMemory<byte> body) => _broker.Change(() =>
    {
        if (!_connected)
            _broker.Tell(this, sink => sink.OnNotEnqueued(queue, key, "there is no bus"), always: true);
        else if (!_broker.Queue(queue).Add(this, key, body))
            _broker.Tell(this, sink => sink.OnNotEnqueued(queue, key, "the queue is full"));
    });

    /// <inheritdoc/>
    public void Consume(string queue, ushort ahead) => When(() => Wishes.Queues.TryAdd(queue, ahead), () => _broker.Queue(queue).AddConsumer(this, ahead));

    /// <inheritdoc/>
    public void Abandon(string queue) => When(() => Wishes.Queues.Remove(queue), () => _broker.Queue(queue).RemoveConsumer(this));

    /// <inheritdoc/>
    public void Settle(string queue, ulong tag) => When(() => true, () => _broker.Queue(queue).Settle(this, tag));

    /// <inheritdoc/>
    public void Claim(string singleton) => When(() => Wishes.Singletons.Add(singleton), () => _broker.Claims(singleton).Add(this));

    /// <inheritdoc/>
    public void Release(string singleton) => When(() => Wishes.Singletons.Remove(singleton), () => _broker.Claims(singleton).Remove(this));

    /// <summary>Leaves the broker; nothing is told any longer.</summary>
    public ValueTask DisposeAsync()
    {
        _sink = null;
        _broker.Change(() => _broker.Leave(this, "closed", noticed: false));
        return ValueTask.CompletedTask;
    }

    internal void Bring(string topic, ReadOnlyMemory<byte> body)
    {
        Statistics.CountReceived();
        _sink?.OnPublished(topic, body);
    }

    internal void Bring(Action<IBusSink> news)
    {
        if (_sink is { } sink)
            news(sink);
    }

    private void When(Func<bool> changed, Action connected) => _broker.Change(() =>
    {
        if (changed() && _connected)
            connected();
    });
}
