using System.Globalization;
using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>
/// Puts messages into durable queues over one connection, many on their way at a time, and tells of each exactly once: confirmed, or not. What the
/// connection's end leaves unconfirmed is told as not enqueued, though the broker may have it: the owner sends it again under the same key.
/// </summary>
internal sealed class DurablePublisher
{
    /// <summary>The header that holds the key.</summary>
    public const string KeyHeader = "key";

    private readonly Outgoing _outgoing;
    private readonly BrokerNames _names;
    private readonly SessionNews _news;
    private readonly int _limit;
    private readonly Func<string, CancellationToken, Task> _ensureQueue;
    private readonly PublishChannel _channel;
    private readonly Channel<Message> _waiting = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SortedDictionary<ulong, Message> _unconfirmed = [];
    private readonly HashSet<string> _ensured = [];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private volatile bool _completed;

    /// <summary>A publisher that has at most so many messages open; <paramref name="ensureQueue"/> makes a queue that is not there.</summary>
    public DurablePublisher(Outgoing outgoing, BrokerNames names, SessionNews news, int limit, Func<string, CancellationToken, Task> ensureQueue, TimeProvider time)
    {
        (_outgoing, _names, _news, _limit, _ensureQueue) = (outgoing, names, news, limit, ensureQueue);
        _channel = new PublishChannel(outgoing, confirmed: true, Listen, Closed, time);
    }

    /// <summary>Nothing more is taken, and all that was taken is told of.</summary>
    public Task Done => _done.Task;

    /// <summary>Null when the message is taken; else why it is not.</summary>
    public string? Offer(string queue, string key, ReadOnlyMemory<byte> body)
    {
        if (_outgoing.Blocked is { } reason)
            return reason;
        if (Interlocked.Increment(ref _open) <= _limit && _waiting.Writer.TryWrite(new Message(queue, key, body)))
            return null;
        Interlocked.Decrement(ref _open);
        return Volatile.Read(ref _open) >= _limit ? "too many messages wait for the broker" : "no bus";
    }

    /// <summary>Takes nothing more.</summary>
    public void Complete()
    {
        _waiting.Writer.TryComplete();
        _completed = true;
        if (Volatile.Read(ref _open) == 0)
            _done.TrySetResult();
    }

    /// <summary>Publishes until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(stop))
        {
            if (IsNew(message.Queue))
                await _ensureQueue(message.Queue, stop);
            if (_outgoing.Blocked is { } reason)
                Refuse(message, reason);
            else if (await _channel.GetAsync(stop) is not { } channel)
                Refuse(message, "the broker refused the last one");
            else
                await SendAsync(message, channel, stop);
        }
    }

    /// <summary>Tells of all that is open as not enqueued; after <see cref="RunAsync"/> has ended.</summary>
    public void RefuseRest(string reason)
    {
        Complete();
        Take(ulong.MaxValue, multiple: true, message => Refuse(message, reason));
        while (_waiting.Reader.TryRead(out var message))
            Refuse(message, reason);
    }

    private async Task SendAsync(Message message, IChannel channel, CancellationToken stop)
    {
        var number = await channel.GetNextPublishSequenceNumberAsync(stop);
        lock (_unconfirmed)
            _unconfirmed.Add(number, message);
        var properties = new BasicProperties
        {
            Persistent = true,
            CorrelationId = number.ToString(CultureInfo.InvariantCulture),
            Headers = new Dictionary<string, object?> { [KeyHeader] = message.Key },
        };
        try
        {
            await channel.BasicPublishAsync(_names.Queues, _names.DurableKey(message.Queue), mandatory: true, properties, message.Body, stop);
        }
        catch (AlreadyClosedException e) when (_outgoing.Connection.IsOpen)
        {
            await Take(number, multiple: false, taken => Refuse(taken, e.Message));
        }
    }

    private void Listen(IChannel channel)
    {
        channel.BasicAcksAsync += (_, e) => Take(e.DeliveryTag, e.Multiple, Confirm);
        channel.BasicNacksAsync += (_, e) => Take(e.DeliveryTag, e.Multiple, message => Refuse(message, "the queue is full"));
        channel.BasicReturnAsync += Returned;
    }

    // The broker returns what no queue takes, and confirms it afterwards all the same.
    private Task Returned(object sender, BasicReturnEventArgs e)
    {
        if (!ulong.TryParse(e.BasicProperties.CorrelationId, CultureInfo.InvariantCulture, out var number))
            return Task.CompletedTask;
        return Take(number, multiple: false, message =>
        {
            _ensured.Remove(message.Queue);
            Refuse(message, "no such queue");
        });
    }

    // Numbers begin anew with the next channel, so none may be left of this one.
    private void Closed(string reason)
    {
        if (_outgoing.Connection.IsOpen)
            _news.Trouble($"enqueueing was refused: {reason}");
        Take(ulong.MaxValue, multiple: true, message => Refuse(message, reason));
    }

    private bool IsNew(string queue)
    {
        lock (_unconfirmed)
            return _ensured.Add(queue);
    }

    private Task Take(ulong number, bool multiple, Action<Message> tell)
    {
        lock (_unconfirmed)
        {
            if (!multiple)
            {
                if (_unconfirmed.Remove(number, out var message))
                    tell(message);
                return Task.CompletedTask;
            }

            while (_unconfirmed.Count > 0 && _unconfirmed.First() is var first && first.Key <= number)
            {
                _unconfirmed.Remove(first.Key);
                tell(first.Value);
            }
        }

        return Task.CompletedTask;
    }

    private void Confirm(Message message)
    {
        _news.Enqueued(message.Queue, message.Key);
        Told();
    }

    private void Refuse(Message message, string reason)
    {
        _news.NotEnqueued(message.Queue, message.Key, reason);
        Told();
    }

    private void Told()
    {
        if (Interlocked.Decrement(ref _open) == 0 && _completed)
            _done.TrySetResult();
    }

    private readonly record struct Message(string Queue, string Key, ReadOnlyMemory<byte> Body);
}
