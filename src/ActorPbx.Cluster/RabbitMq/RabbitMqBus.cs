using ActorPbx.Cluster.Bus;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>The bus of a cluster over RabbitMQ: connects to one of its brokers, and to the next when that is lost, for as long as the node lives.</summary>
public sealed class RabbitMqBus : IBus
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    private readonly BusContext _context;
    private readonly BrokerConnector _connector;
    private readonly BackOff _backOff;
    private readonly CancellationTokenSource _stop = new();
    private IBusSink? _sink;
    private volatile BrokerSession? _session;
    private string _lastTrouble = "";
    private bool _wasUp;
    private Task _life = Task.CompletedTask;

    /// <summary>The bus of one node of a cluster.</summary>
    /// <exception cref="ArgumentException">The settings have problems: see <see cref="RabbitMqSettings.Problems"/>.</exception>
    public RabbitMqBus(RabbitMqSettings settings, string cluster, BranchName branch, NodeName node, TimeProvider? time = null)
    {
        foreach (var (key, reason) in settings.Problems())
            throw new ArgumentException($"cluster.rabbitmq.{key} {reason}", nameof(settings));
        _context = new BusContext(settings, new BrokerNames(cluster, branch, node), new BusWishes(), new DeliveryTags(), Statistics, time ?? TimeProvider.System);
        _connector = new BrokerConnector(settings);
        _backOff = new BackOff(settings.RetryMin, settings.RetryMax, settings.Uris.Length, Random.Shared);
    }

    /// <inheritdoc/>
    public BusStatistics Statistics { get; } = new();

    /// <inheritdoc/>
    public void Start(IBusSink sink)
    {
        if (Interlocked.CompareExchange(ref _sink, sink, null) is not null)
            throw new InvalidOperationException("The bus was started before.");
        _life = Task.Run(() => LiveAsync(sink));
    }

    /// <inheritdoc/>
    public void Publish(string topic, ReadOnlyMemory<byte> body, TimeSpan lifetime)
    {
        if (!_context.Names.IsOwn(topic))
            throw new ArgumentException($"{_context.Names.Origin} cannot publish under {topic}", nameof(topic));
        if (_session?.Publish(topic, body, lifetime) is not true)
            Statistics.CountDropped();
    }

    /// <inheritdoc/>
    public void Subscribe(string pattern) => _context.Wishes.Change(wishes => wishes with { Patterns = wishes.Patterns.Add(pattern) });

    /// <inheritdoc/>
    public void Unsubscribe(string pattern) => _context.Wishes.Change(wishes => wishes with { Patterns = wishes.Patterns.Remove(pattern) });

    /// <inheritdoc/>
    public void Share(string name, string pattern) => _context.Wishes.Change(wishes => wishes with { Shares = wishes.Shares.SetItem(name, pattern) });

    /// <inheritdoc/>
    public void Unshare(string name) => _context.Wishes.Change(wishes => wishes with { Shares = wishes.Shares.Remove(name) });

    /// <inheritdoc/>
    public void Enqueue(string queue, string key, ReadOnlyMemory<byte> body)
    {
        var session = _session;
        var reason = session is null ? "no bus" : session.Enqueue(queue, key, body);
        if (reason is not null && _sink is { } sink)
            ThreadPool.UnsafeQueueUserWorkItem(_ => sink.OnNotEnqueued(queue, key, reason), null);
    }

    /// <inheritdoc/>
    public void Consume(string queue, ushort ahead)
    {
        var number = _context.Wishes.NewNumber();
        _context.Wishes.Change(wishes => wishes.Queues.ContainsKey(queue) ? wishes : wishes with { Queues = wishes.Queues.Add(queue, (ahead, number)) });
    }

    /// <inheritdoc/>
    public void Abandon(string queue) => _context.Wishes.Change(wishes => wishes with { Queues = wishes.Queues.Remove(queue) });

    /// <inheritdoc/>
    public void Settle(string queue, ulong tag) => _session?.Settle(queue, tag);

    /// <inheritdoc/>
    public void Claim(string singleton)
    {
        var number = _context.Wishes.NewNumber();
        _context.Wishes.Change(wishes => wishes.Claims.ContainsKey(singleton) ? wishes : wishes with { Claims = wishes.Claims.Add(singleton, number) });
    }

    /// <inheritdoc/>
    public void Release(string singleton) => _context.Wishes.Change(wishes => wishes with { Claims = wishes.Claims.Remove(singleton) });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
            await session.DrainAsync(DrainTime, _context.Time);
        await _stop.CancelAsync();
        await _life;
    }

    private async Task LiveAsync(IBusSink sink)
    {
        while (!_stop.IsCancellationRequested)
        {
            await LiveOnceAsync(sink);
            _connector.Advance();
            await Task.Delay(_backOff.Next(), _context.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LiveOnceAsync(IBusSink sink)
    {
        BrokerSession session;
        try
        {
            session = await BrokerSession.ConnectAsync(_context, _connector, sink, _stop.Token);
        }
        catch (Exception e)
        {
            Note(sink, e);
            return;
        }

        await using (session)
            await UseAsync(session, sink);
    }

    private async Task UseAsync(BrokerSession session, IBusSink sink)
    {
        var began = _context.Time.GetTimestamp();
        var reason = "closed";
        try
        {
            _session = session;
            await session.BeginAsync();
            if (_wasUp)
                Statistics.CountReconnection();
            (_wasUp, _lastTrouble) = (true, "");
            reason = await session.Fault.WaitAsync(_stop.Token);
        }
        catch (Exception e)
        {
            Note(sink, e);
        }

        _session = null;
        await session.EndAsync(reason);
        if (_context.Time.GetElapsedTime(began) > _context.Settings.RetryMax)
            _backOff.Reset();
    }

    // The same trouble again and again is told once.
    private void Note(IBusSink sink, Exception e)
    {
        var trouble = $"{_connector.Current.Host}:{_connector.Current.Port}: {(e.InnerException ?? e).Message}";
        if (_stop.IsCancellationRequested || trouble == _lastTrouble)
            return;
        _lastTrouble = trouble;
        sink.OnTrouble(trouble);
    }
}
