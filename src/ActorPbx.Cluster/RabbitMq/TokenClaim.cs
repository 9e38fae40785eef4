using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>
/// One node's claim to a singleton over one connection. The queue of a singleton has a single active consumer, who alone gets what is in it:
/// <code>
///   (1) waiting   --any token-->             (2) taking: publishes a token of its own, with an epoch above all it has seen
///   (2) taking    --another, not below-->    (2) publishes again, above that one
///   (2) taking    --its own comes back-->    (3) holding: keeps that token unsettled, forgets the older ones
///   (3) holding   --any other-->             (3) forgets it: whoever published it is not the active consumer
/// </code>
/// A token is forgotten only when a higher one is safe behind it, and an epoch is granted only to the active consumer that sees its own token after all before it.
/// So no epoch is granted twice, and a dead holder's token returns to the head of the queue. A queue that never had a token gets one with epoch 0.
/// </summary>
internal sealed class TokenClaim : IAsyncDisposable
{
    private readonly string _claim = Guid.NewGuid().ToString("N");
    private readonly BrokerNames _names;
    private readonly string _singleton;
    private readonly IChannel _channel;
    private readonly TokenPublisher _tokens;
    private readonly SessionNews _news;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop;
    private readonly List<ulong> _unsettled = [];
    private long _highest;
    private long _epoch;
    private volatile bool _holding;
    private volatile bool _released;
    private Task _renewing = Task.CompletedTask;

    private TokenClaim(BrokerNames names, string singleton, IChannel channel, TokenPublisher tokens, SessionNews news, TimeProvider time, CancellationToken stop)
    {
        (_names, _singleton, _channel, _tokens, _news, _time) = (names, singleton, channel, tokens, news, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Begins to wait; <paramref name="ended"/> is called when the claim cannot go on over this connection.</summary>
    public static async Task<TokenClaim> OpenAsync(
        IConnection connection, BrokerNames names, RabbitMqSettings settings, string singleton, TokenPublisher tokens, SessionNews news, TimeProvider time, Action<string> ended,
        CancellationToken stop)
    {
        var queue = names.TokenQueue(singleton);
        var channel = await connection.CreateChannelAsync(null, stop);
        var claim = new TokenClaim(names, singleton, channel, tokens, news, time, stop);
        if (await channel.MessageCountAsync(queue, stop) == 0)
            await tokens.PublishAsync(singleton, 0, claim._claim, stop);
        await channel.BasicConsumeAsync(queue, autoAck: false, new BrokerConsumer(channel, names.Queues, claim.GuardedAsync(ended), ended), stop);
        claim._renewing = claim.RenewAsync(settings.TokenRenewal, ended);
        return claim;
    }

    /// <summary>Gives the claim up: the token goes to the next who waits.</summary>
    public async ValueTask DisposeAsync()
    {
        _released = true;
        _news.Released(_singleton);
        await _stop.CancelAsync();
        await _renewing;
        await _channel.CloseAsync();
        _stop.Dispose();
    }

    private Func<BrokerDelivery, Task> GuardedAsync(Action<string> ended) => async delivery =>
    {
        try
        {
            await TakeAsync(delivery);
        }
        catch (Exception e)
        {
            if (!_stop.IsCancellationRequested)
                ended(e.Message);
        }
    };

    private Task TakeAsync(BrokerDelivery token)
    {
        var epoch = token.Properties.Headers is { } headers && headers.TryGetValue(TokenPublisher.EpochHeader, out var value) && value is long number ? number : 0;
        if (_epoch > 0 && epoch == _epoch && token.Properties.MessageId == _claim)
            return HoldAsync(token.Tag);
        if (_holding || !_names.IsOwnBranch(token.Origin))
            return _channel.BasicAckAsync(token.Tag, multiple: false, _stop.Token).AsTask();
        _unsettled.Add(token.Tag);
        _highest = Math.Max(_highest, epoch);
        if (_epoch > _highest)
            return Task.CompletedTask;
        // Should the queue with its tokens ever be deleted by hand, the clock keeps the next epochs above those before.
        _epoch = _highest == 0 ? Math.Max(1, _time.GetUtcNow().ToUnixTimeSeconds()) : _highest + 1;
        return _tokens.PublishAsync(_singleton, _epoch, _claim, _stop.Token);
    }

    private async Task HoldAsync(ulong tag)
    {
        foreach (var older in _unsettled)
            await _channel.BasicAckAsync(older, multiple: false, _stop.Token);
        _unsettled.Clear();
        _unsettled.Add(tag);
        _holding = true;
        _news.Granted(_singleton, _epoch, () => !_released);
    }

    // The broker closes a channel that leaves something unsettled for long (RabbitMQ's consumer_timeout): the held token is replaced well before.
    private async Task RenewAsync(TimeSpan renewal, Action<string> ended)
    {
        try
        {
            using var timer = new PeriodicTimer(renewal, _time);
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (_holding)
                    await _tokens.PublishAsync(_singleton, _epoch, _claim, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e)
        {
            ended(e.Message);
        }
    }
}
