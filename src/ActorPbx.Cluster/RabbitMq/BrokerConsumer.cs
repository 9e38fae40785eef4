using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>One message as the broker delivers it.</summary>
/// <param name="Tag">Number within its channel.</param>
/// <param name="Origin">Branch and node that published it; null when the broker does not vouch for them.</param>
/// <param name="Key">The routing key that it was published with.</param>
/// <param name="Properties">Its headers; valid during the call only.</param>
/// <param name="Body">Valid during the call only.</param>
internal readonly record struct BrokerDelivery(ulong Tag, string? Origin, string Key, IReadOnlyBasicProperties Properties, ReadOnlyMemory<byte> Body);

/// <summary>
/// Takes a queue's messages one after the other, and tells when the broker ends that. The broker checks who may use a routing key when a message is published
/// to the cluster's exchange, and only then: what went into another exchange first, or was dead-lettered, can bear any key and has no origin.
/// </summary>
internal sealed class BrokerConsumer(IChannel channel, string publishedTo, Func<BrokerDelivery, Task> take, Action<string> ended) : AsyncDefaultBasicConsumer(channel)
{
    private const string DeadLetterHeader = "x-death";

    public override Task HandleBasicDeliverAsync(
        string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        var vouchedFor = exchange == publishedTo && properties.Headers?.ContainsKey(DeadLetterHeader) is not true;
        return take(new BrokerDelivery(deliveryTag, vouchedFor ? BrokerNames.OriginOf(routingKey) : null, routingKey, properties, body));
    }

    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        ended("the broker took the queue away");
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        if (reason.Initiator != ShutdownInitiator.Application)
            ended(reason.ReplyText);
        return base.HandleChannelShutdownAsync(channel, reason);
    }
}
