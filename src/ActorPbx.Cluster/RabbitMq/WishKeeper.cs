using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>Makes over one connection what the node wishes: bindings of its own queue, shared queues, durable queues, claims.</summary>
internal sealed class WishKeeper(
    IConnection connection, BrokerNames names, RabbitMqSettings settings, SessionNews news, TokenPublisher tokens, DeliveryTags tags, TimeProvider time, Action<string> fail)
{
    private readonly BrokerTopology _topology = new(connection);
    private readonly Dictionary<string, IChannel> _shares = [];
    private readonly Dictionary<string, (DurableIntake Intake, long Number)> _intakes = [];
    private readonly Dictionary<string, (TokenClaim Claim, long Number)> _claims = [];
    private readonly HashSet<string> _refused = [];
    private WishList _done = WishList.Empty;
    private string _nodeQueue = "";

    /// <summary>Makes the exchanges and this node's own queue, and takes from it.</summary>
    public async Task OpenAsync(CancellationToken stop)
    {
        Note("exchange", await _topology.EnsureExchangeAsync(names.Events, stop));
        Note("exchange", await _topology.EnsureExchangeAsync(names.Queues, stop));
        _nodeQueue = names.NewNodeQueue();
        var channel = await connection.CreateChannelAsync(null, stop);
        await channel.QueueDeclareAsync(_nodeQueue, durable: false, exclusive: true, autoDelete: true, QueueArguments.Transient(settings), cancellationToken: stop);
        await channel.BasicConsumeAsync(_nodeQueue, autoAck: true, new BrokerConsumer(channel, names.Events, TakeAsync, fail), stop);
    }

    /// <summary>Makes what is new among the wishes, and takes back what is not wished any longer.</summary>
    public async Task KeepAsync(WishList wishes, CancellationToken stop)
    {
        var before = _done;
        _done = wishes;
        foreach (var pattern in before.Patterns.Except(wishes.Patterns))
            await _topology.TryAsync(channel => channel.QueueUnbindAsync(_nodeQueue, names.Events, pattern, cancellationToken: stop), stop);
        foreach (var pattern in wishes.Patterns.Except(before.Patterns))
            Note($"subscription to {pattern}", await _topology.BindAsync(_nodeQueue, names.Events, pattern, stop));
        await KeepSharesAsync(wishes, stop);
        await KeepQueuesAsync(wishes, stop);
        await KeepClaimsAsync(wishes, stop);
    }

    /// <summary>Settles in a durable queue; may be called from any thread.</summary>
    public void Settle(string queue, ulong tag)
    {
        lock (_intakes)
        {
            if (_intakes.TryGetValue(queue, out var taking))
                taking.Intake.Settle(tag);
        }
    }

    private async Task KeepSharesAsync(WishList wishes, CancellationToken stop)
    {
        foreach (var name in _shares.Keys.Except(wishes.Shares.Keys).ToArray())
        {
            _shares.Remove(name, out var channel);
            await channel!.CloseAsync(stop);
        }

        foreach (var (name, pattern) in wishes.Shares)
        {
            if (_shares.ContainsKey(name) || _refused.Contains($"share {name}"))
                continue;
            var queue = names.SharedQueue(name);
            var refusal = await _topology.EnsureQueueAsync(queue, autoDelete: true, QueueArguments.Transient(settings), stop)
                ?? await _topology.BindAsync(queue, names.Events, pattern, stop);
            if (await ConsumeAsync($"share {name}", refusal, () => ShareAsync(queue, stop)) is { } channel)
                _shares.Add(name, channel);
        }
    }

    private async Task<IChannel> ShareAsync(string queue, CancellationToken stop)
    {
        var channel = await connection.CreateChannelAsync(null, stop);
        await channel.BasicConsumeAsync(queue, autoAck: true, new BrokerConsumer(channel, names.Events, TakeAsync, fail), stop);
        return channel;
    }

    private async Task KeepQueuesAsync(WishList wishes, CancellationToken stop)
    {
        foreach (var (queue, (intake, number)) in _intakes.ToArray())
        {
            if (wishes.Queues.TryGetValue(queue, out var wish) && wish.Number == number)
                continue;
            lock (_intakes)
                _intakes.Remove(queue);
            await intake.DisposeAsync();
        }

        foreach (var (queue, wish) in wishes.Queues)
        {
            if (_intakes.ContainsKey(queue) || _refused.Contains($"queue {queue}"))
                continue;
            var refusal = await _topology.EnsureQueueAsync(names.DurableQueue(queue), autoDelete: false, QueueArguments.Durable(settings), stop)
                ?? await _topology.BindAsync(names.DurableQueue(queue), names.Queues, BrokerNames.DurableBinding(queue), stop);
            var intake = await ConsumeAsync($"queue {queue}", refusal, () => DurableIntake.OpenAsync(connection, names, queue, wish.Ahead, news, tags, fail, stop));
            if (intake is null)
                continue;
            lock (_intakes)
                _intakes.Add(queue, (intake, wish.Number));
        }
    }

    private async Task KeepClaimsAsync(WishList wishes, CancellationToken stop)
    {
        foreach (var (singleton, (claim, number)) in _claims.ToArray())
        {
            if (wishes.Claims.TryGetValue(singleton, out var wanted) && wanted == number)
                continue;
            _claims.Remove(singleton);
            await claim.DisposeAsync();
        }

        foreach (var (singleton, number) in wishes.Claims)
        {
            if (_claims.ContainsKey(singleton) || _refused.Contains($"singleton {singleton}"))
                continue;
            var queue = names.TokenQueue(singleton);
            var refusal = await _topology.EnsureQueueAsync(queue, autoDelete: false, QueueArguments.Token(), stop)
                ?? await _topology.BindAsync(queue, names.Queues, names.TokenBinding(singleton), stop);
            var claim = await ConsumeAsync($"singleton {singleton}", refusal, () => TokenClaim.OpenAsync(connection, names, settings, singleton, tokens, news, time, fail, stop));
            if (claim is not null)
                _claims.Add(singleton, (claim, number));
        }
    }

    // What the broker refuses is not asked for again over this connection.
    private async Task<T?> ConsumeAsync<T>(string what, Refusal? refusal, Func<Task<T>> consume)
        where T : class
    {
        T? consumer = null;
        refusal ??= await _topology.TryAsync(async _ => consumer = await consume(), CancellationToken.None);
        Note(what, refusal);
        return consumer;
    }

    private void Note(string what, Refusal? refusal)
    {
        if (refusal is null)
            return;
        _refused.Add(what);
        news.Trouble($"the broker refused {what}: {refusal}");
    }

    private Task TakeAsync(BrokerDelivery delivery)
    {
        if (delivery.Origin is null)
            news.Unvouched();
        else
            news.Published(delivery.Key, delivery.Body.ToArray());
        return Task.CompletedTask;
    }
}
