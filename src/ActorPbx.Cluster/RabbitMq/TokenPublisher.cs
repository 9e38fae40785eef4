using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>Puts singletons' tokens into their queues and waits until the broker has them on disk.</summary>
internal sealed class TokenPublisher(Outgoing outgoing, BrokerNames names) : IDisposable
{
    /// <summary>The header with the token's epoch.</summary>
    public const string EpochHeader = "epoch";

    private static readonly CreateChannelOptions Confirmed = new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);

    private readonly SemaphoreSlim _turn = new(1);
    private IChannel? _channel;

    /// <summary>Returns when it is confirmed; throws when it is not.</summary>
    public async Task PublishAsync(string singleton, long epoch, string claim, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (_channel is not { IsOpen: true })
                _channel = await outgoing.Connection.CreateChannelAsync(Confirmed, stop);
            var properties = new BasicProperties { Persistent = true, MessageId = claim, Headers = new Dictionary<string, object?> { [EpochHeader] = epoch } };
            await _channel.BasicPublishAsync(names.Queues, names.TokenKey(singleton), mandatory: true, properties, ReadOnlyMemory<byte>.Empty, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
