using ActorPbx.Cluster.Bus;
using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>
/// One life of the connection to one broker, from connecting to the first fault. Nothing is repaired within it: after a fault all is thrown away, and
/// the next session makes everything anew from the node's wishes.
/// </summary>
internal sealed class BrokerSession : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly IConnection _incoming;
    private readonly Outgoing _outgoing;
    private readonly BusWishes _wishes;
    private readonly SessionNews _news;
    private readonly TokenPublisher _tokens;
    private readonly WishKeeper _keeper;
    private readonly EventPublisher _events;
    private readonly DurablePublisher _durables;
    private readonly TaskCompletionSource<string> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop;
    private Task _sending = Task.CompletedTask;
    private Task _work = Task.CompletedTask;

    private BrokerSession(BusContext bus, IConnection incoming, IConnection outgoing, SessionNews news, CancellationToken stop)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
        (_incoming, _wishes, _news) = (incoming, bus.Wishes, news);
        _outgoing = new Outgoing(outgoing, news.Trouble);
        _tokens = new TokenPublisher(_outgoing, bus.Names);
        _keeper = new WishKeeper(incoming, bus.Names, bus.Settings, news, _tokens, bus.Tags, bus.Time, Fail);
        _events = new EventPublisher(_outgoing, bus.Names.Events, bus.Settings.OutgoingLimit, bus.Statistics, news.Trouble, bus.Time);
        var topology = new BrokerTopology(incoming);
        _durables = new DurablePublisher(_outgoing, bus.Names, news, bus.Settings.UnconfirmedLimit, EnsureQueueAsync, bus.Time);
        foreach (var connection in new[] { incoming, outgoing })
        {
            connection.ConnectionShutdownAsync += (_, reason) =>
            {
                Fail(reason.ReplyText);
                return Task.CompletedTask;
            };
        }

        Task EnsureQueueAsync(string queue, CancellationToken stop) =>
            topology.MakeIfMissingAsync(bus.Names.DurableQueue(queue), QueueArguments.Durable(bus.Settings), bus.Names.Queues, BrokerNames.DurableBinding(queue), stop);
    }

    /// <summary>Ends with the reason of the first fault.</summary>
    public Task<string> Fault => _fault.Task;

    /// <summary>Connects. Nothing is told yet.</summary>
    public static async Task<BrokerSession> ConnectAsync(BusContext bus, BrokerConnector connector, IBusSink sink, CancellationToken stop)
    {
        var incoming = await connector.ConnectAsync($"{bus.Names.Origin} in", stop);
        try
        {
            var outgoing = await connector.ConnectAsync($"{bus.Names.Origin} out", stop);
            return new BrokerSession(bus, incoming, outgoing, new SessionNews(sink, bus.Statistics), stop);
        }
        catch
        {
            await CloseAsync(incoming);
            throw;
        }
    }

    /// <summary>Makes what is wished and tells that the bus is up.</summary>
    public async Task BeginAsync()
    {
        await _keeper.OpenAsync(_stop.Token);
        await _keeper.KeepAsync(_wishes.Current, _stop.Token);
        _news.Up();
        _sending = GuardedAsync(_events.RunAsync);
        _work = Task.WhenAll(_sending, GuardedAsync(KeepAsync), GuardedAsync(_durables.RunAsync));
    }

    public bool Publish(string topic, ReadOnlyMemory<byte> body, TimeSpan lifetime) => _events.Offer(topic, body, lifetime);

    public string? Enqueue(string queue, string key, ReadOnlyMemory<byte> body) => _durables.Offer(queue, key, body);

    public void Settle(string queue, ulong tag) => _keeper.Settle(queue, tag);

    /// <summary>Sends what waits to be sent, for so long at most.</summary>
    public async Task DrainAsync(TimeSpan most, TimeProvider time)
    {
        _events.Complete();
        _durables.Complete();
        await Task.WhenAny(Fault, Task.WhenAll(_sending, _durables.Done), Task.Delay(most, time));
    }

    /// <summary>Tells of everything that ends with the connection, in the order that <see cref="IBusSink"/> promises.</summary>
    public async Task EndAsync(string reason)
    {
        await _stop.CancelAsync();
        await _work;
        _events.DropRest();
        _durables.RefuseRest(reason);
        _news.Down(reason);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(CloseAsync(_incoming), CloseAsync(_outgoing.Connection));
        _tokens.Dispose();
        _stop.Dispose();
    }

    private async Task KeepAsync(CancellationToken stop)
    {
        while (await _wishes.Changed.WaitToReadAsync(stop))
        {
            _wishes.Changed.TryRead(out _);
            await _keeper.KeepAsync(_wishes.Current, stop);
        }
    }

    private async Task GuardedAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token);
        }
        catch (Exception e)
        {
            Fail(e.Message);
        }
    }

    private void Fail(string reason) => _fault.TrySetResult(reason);

    // A peer that is gone does not answer; nobody waits long for it.
    private static async Task CloseAsync(IConnection connection)
    {
        try
        {
            await connection.CloseAsync(CloseTimeout);
        }
        catch (Exception)
        {
            await connection.AbortAsync(CloseTimeout);
        }

        await connection.DisposeAsync();
    }
}
