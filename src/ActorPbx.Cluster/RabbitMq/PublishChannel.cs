using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>
/// A channel to publish on. The broker closes it when something published is refused (AMQP 0-9-1: access refused, no such exchange); another is opened then, but not
/// sooner than a second after, so that whoever keeps trying what is forbidden costs little.
/// </summary>
internal sealed class PublishChannel(Outgoing outgoing, bool confirmed, Action<IChannel> opened, Action<string> closed, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private IChannel? _channel;
    private long _openedAt;

    /// <summary>The channel, or null while there is none.</summary>
    public ValueTask<IChannel?> GetAsync(CancellationToken stop)
    {
        if (Volatile.Read(ref _channel) is { IsOpen: true } channel)
            return ValueTask.FromResult<IChannel?>(channel);
        return _openedAt != 0 && time.GetElapsedTime(_openedAt) < Pause ? ValueTask.FromResult<IChannel?>(null) : OpenAsync(stop);
    }

    private async ValueTask<IChannel?> OpenAsync(CancellationToken stop)
    {
        _openedAt = time.GetTimestamp();
        if (_channel is { } old)
            Close(old, old.CloseReason?.ReplyText ?? "");
        var channel = await outgoing.Connection.CreateChannelAsync(new CreateChannelOptions(confirmed, publisherConfirmationTrackingEnabled: false), stop);
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            Close(channel, reason.ReplyText);
            return Task.CompletedTask;
        };
        opened(channel);
        Volatile.Write(ref _channel, channel);
        return channel;
    }

    // Told once for a channel, and before there is another.
    private void Close(IChannel channel, string reason)
    {
        if (Interlocked.CompareExchange(ref _channel, null, channel) == channel)
            closed(reason);
    }
}
