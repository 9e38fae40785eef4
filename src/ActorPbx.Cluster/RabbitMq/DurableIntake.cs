using System.Text;
using System.Threading.Channels;
using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>The highest tag told so far; tags of a new channel begin above it, so that what was told before a reconnection cannot settle what came after.</summary>
internal sealed class DeliveryTags
{
    private ulong _highest;

    public ulong Highest => Volatile.Read(ref _highest);

    public void Raise(ulong tag)
    {
        for (var seen = Highest; tag > seen; seen = Highest)
        {
            if (Interlocked.CompareExchange(ref _highest, tag, seen) == seen)
                return;
        }
    }
}

/// <summary>Takes from one durable queue over one connection.</summary>
internal sealed class DurableIntake : IAsyncDisposable
{
    private readonly string _queue;
    private readonly IChannel _channel;
    private readonly SessionNews _news;
    private readonly DeliveryTags _tags;
    private readonly ulong _base;
    private readonly Channel<ulong> _settled = Channel.CreateBounded<ulong>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Lock _gate = new();
    private ulong _delivered;
    private ulong _highestSettled;
    private Task _settling = Task.CompletedTask;

    private DurableIntake(string queue, IChannel channel, SessionNews news, DeliveryTags tags) =>
        (_queue, _channel, _news, _tags, _base) = (queue, channel, news, tags, tags.Highest);

    /// <summary>Begins to take; <paramref name="ended"/> is called when the broker ends it.</summary>
    public static async Task<DurableIntake> OpenAsync(
        IConnection connection, BrokerNames names, string queue, ushort ahead, SessionNews news, DeliveryTags tags, Action<string> ended, CancellationToken stop)
    {
        var channel = await connection.CreateChannelAsync(null, stop);
        var intake = new DurableIntake(queue, channel, news, tags);
        await channel.BasicQosAsync(0, ahead, global: false, stop);
        await channel.BasicConsumeAsync(names.DurableQueue(queue), autoAck: false, new BrokerConsumer(channel, names.Queues, intake.TakeAsync, ended), stop);
        intake._settling = intake.SettleAsync(ended, stop);
        return intake;
    }

    /// <summary>All up to this tag may be forgotten. A tag of an earlier connection, or one settled already, changes nothing.</summary>
    public void Settle(ulong tag)
    {
        lock (_gate)
        {
            if (tag <= _base || tag - _base <= _highestSettled || tag - _base > _delivered)
                return;
            _highestSettled = tag - _base;
            _settled.Writer.TryWrite(_highestSettled);
        }
    }

    /// <summary>Gives back what is unsettled, after telling the broker what is settled.</summary>
    public async ValueTask DisposeAsync()
    {
        _settled.Writer.TryComplete();
        await _settling;
        await _channel.CloseAsync();
    }

    private async Task TakeAsync(BrokerDelivery delivery)
    {
        if (delivery.Origin is not { } origin || KeyOf(delivery) is not { } key)
        {
            // Nobody could settle it, and it would come again for ever.
            _news.Unvouched();
            _news.Trouble($"a message in {_queue} has no key or no origin ({delivery.Key}); it is thrown away");
            await _channel.BasicRejectAsync(delivery.Tag, requeue: false);
            return;
        }

        var tag = _base + delivery.Tag;
        lock (_gate)
            _delivered = delivery.Tag;
        _tags.Raise(tag);
        _news.Delivered(_queue, tag, origin, key, delivery.Body.ToArray());
    }

    private static string? KeyOf(BrokerDelivery delivery) =>
        delivery.Properties.Headers is { } headers && headers.TryGetValue(DurablePublisher.KeyHeader, out var value) && value is byte[] text ? Encoding.UTF8.GetString(text) : null;

    private async Task SettleAsync(Action<string> ended, CancellationToken stop)
    {
        try
        {
            await foreach (var tag in _settled.Reader.ReadAllAsync(stop))
                await _channel.BasicAckAsync(tag, multiple: true, stop);
        }
        catch (Exception e)
        {
            ended(e.Message);
        }
    }
}
