using System.Globalization;
using System.Threading.Channels;
using ActorPbx.Cluster.Bus;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>Sends transient messages over one connection. What it cannot send in time is dropped and counted.</summary>
internal sealed class EventPublisher
{
    private readonly Outgoing _outgoing;
    private readonly string _exchange;
    private readonly BusStatistics _statistics;
    private readonly TimeProvider _time;
    private readonly PublishChannel _channel;
    private readonly Channel<Event> _waiting;

    public EventPublisher(Outgoing outgoing, string exchange, int limit, BusStatistics statistics, Action<string> trouble, TimeProvider time)
    {
        (_outgoing, _exchange, _statistics, _time) = (outgoing, exchange, statistics, time);
        _waiting = Channel.CreateBounded<Event>(new BoundedChannelOptions(limit) { SingleReader = true });
        _channel = new PublishChannel(outgoing, confirmed: false, _ => { }, Closed, time);

        void Closed(string reason)
        {
            if (outgoing.Connection.IsOpen)
                trouble($"publishing was refused: {reason}");
        }
    }

    /// <summary>False when the message is dropped.</summary>
    public bool Offer(string topic, ReadOnlyMemory<byte> body, TimeSpan lifetime) =>
        _outgoing.Blocked is null && _waiting.Writer.TryWrite(new Event(topic, body, lifetime, _time.GetTimestamp()));

    /// <summary>Sends until <see cref="Complete"/> and all is sent, or until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(stop))
        {
            if (await SendAsync(message, stop))
                _statistics.CountPublished();
            else
                _statistics.CountDropped();
        }
    }

    /// <summary>Takes nothing more.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Counts as dropped what was never sent; after <see cref="RunAsync"/> has ended.</summary>
    public void DropRest()
    {
        Complete();
        while (_waiting.Reader.TryRead(out _))
            _statistics.CountDropped();
    }

    private async ValueTask<bool> SendAsync(Event message, CancellationToken stop)
    {
        if (_outgoing.Blocked is not null || _time.GetElapsedTime(message.Offered) > message.Lifetime || await _channel.GetAsync(stop) is not { } channel)
            return false;
        try
        {
            var properties = new BasicProperties { Expiration = ((long)message.Lifetime.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) };
            await channel.BasicPublishAsync(_exchange, message.Topic, mandatory: false, properties, message.Body, stop);
            return true;
        }
        catch (AlreadyClosedException) when (_outgoing.Connection.IsOpen)
        {
            return false;
        }
    }

    private readonly record struct Event(string Topic, ReadOnlyMemory<byte> Body, TimeSpan Lifetime, long Offered);
}
