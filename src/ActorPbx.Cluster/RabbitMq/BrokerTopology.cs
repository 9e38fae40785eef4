using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>Why the broker refused something; the code is AMQP's, such as 403 or 404.</summary>
internal sealed record Refusal(ushort Code, string Text)
{
    public const ushort NotFound = 404;

    public override string ToString() => Text;
}

/// <summary>
/// Declares and binds. AMQP closes the channel on which something is refused, so this has one of its own and opens another after that.
/// What is there already is taken as it is: a branch may not declare, and an operator may have chosen other bounds.
/// </summary>
internal sealed class BrokerTopology(IConnection connection)
{
    private IChannel? _channel;

    /// <summary>Null when it was done. Throws when the connection is gone.</summary>
    public async Task<Refusal?> TryAsync(Func<IChannel, Task> act, CancellationToken stop)
    {
        if (_channel is not { IsOpen: true })
            _channel = await connection.CreateChannelAsync(null, stop);
        try
        {
            await act(_channel);
            return null;
        }
        catch (OperationInterruptedException e) when (connection.IsOpen && e.ShutdownReason is { } reason)
        {
            return new Refusal(reason.ReplyCode, reason.ReplyText);
        }
    }

    public async Task<Refusal?> EnsureExchangeAsync(string exchange, CancellationToken stop)
    {
        var refusal = await TryAsync(channel => channel.ExchangeDeclarePassiveAsync(exchange, stop), stop);
        return refusal is { Code: Refusal.NotFound }
            ? await TryAsync(channel => channel.ExchangeDeclareAsync(exchange, ExchangeType.Topic, durable: true, autoDelete: false, cancellationToken: stop), stop)
            : refusal;
    }

    public async Task<Refusal?> EnsureQueueAsync(string queue, bool autoDelete, Dictionary<string, object?> arguments, CancellationToken stop)
    {
        var refusal = await TryAsync(channel => channel.QueueDeclarePassiveAsync(queue, stop), stop);
        return refusal is { Code: Refusal.NotFound }
            ? await TryAsync(channel => channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete, arguments, cancellationToken: stop), stop)
            : refusal;
    }

    public Task<Refusal?> BindAsync(string queue, string exchange, string key, CancellationToken stop) =>
        TryAsync(channel => channel.QueueBindAsync(queue, exchange, key, cancellationToken: stop), stop);

    /// <summary>
    /// Makes a queue with its binding where they are missing. One that has messages or a consumer has its binding too; an empty one may have been made a moment
    /// ago and lack it. A branch is refused both for the queues of others: it is for them to make it.
    /// </summary>
    public async Task MakeIfMissingAsync(string queue, Dictionary<string, object?> arguments, string exchange, string key, CancellationToken stop)
    {
        var inUse = false;
        var refusal = await TryAsync(
            async channel => inUse = await channel.QueueDeclarePassiveAsync(queue, stop) is { MessageCount: > 0 } or { ConsumerCount: > 0 }, stop);
        if (inUse)
            return;
        if (refusal is { Code: Refusal.NotFound })
            refusal = await EnsureQueueAsync(queue, autoDelete: false, arguments, stop);
        if (refusal is null)
            await BindAsync(queue, exchange, key, stop);
    }
}
