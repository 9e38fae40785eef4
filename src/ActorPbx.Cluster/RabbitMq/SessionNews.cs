using ActorPbx.Cluster.Bus;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>Tells the sink what one connection brings, in order: what comes before it is up waits until then, what comes after it is down is dropped.</summary>
internal sealed class SessionNews(IBusSink sink, BusStatistics statistics)
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _held = [];
    private List<Action>? _early = [];
    private bool _ended;

    /// <summary>Connected, and all wishes are in force.</summary>
    public void Up()
    {
        lock (_gate)
        {
            if (_ended || _early is not { } early)
                return;
            _early = null;
            sink.OnUp();
            foreach (var news in early)
                news();
        }
    }

    /// <summary>The connection is gone, and every singleton with it.</summary>
    public void Down(string reason)
    {
        lock (_gate)
        {
            var wasUp = !_ended && _early is null;
            _ended = true;
            if (!wasUp)
                return;
            foreach (var singleton in _held)
                sink.OnLost(singleton);
            sink.OnDown(reason);
        }
    }

    public void Published(string topic, ReadOnlyMemory<byte> body)
    {
        statistics.CountReceived();
        Tell(() => sink.OnPublished(topic, body));
    }

    public void Delivered(string queue, ulong tag, string origin, string key, ReadOnlyMemory<byte> body) =>
        Tell(() => sink.OnDelivered(queue, tag, origin, key, body));

    public void Enqueued(string queue, string key) => Tell(() => sink.OnEnqueued(queue, key));

    public void NotEnqueued(string queue, string key, string reason) => Tell(() => sink.OnNotEnqueued(queue, key, reason));

    /// <summary>Something came that can be from anybody.</summary>
    public void Unvouched() => statistics.CountUnvouched();

    public void Trouble(string what) => sink.OnTrouble(what);

    /// <summary>The singleton is ours, unless it was given up in this moment.</summary>
    public void Granted(string singleton, long epoch, Func<bool> stillWanted) => Tell(() =>
    {
        if (stillWanted() && _held.Add(singleton))
            sink.OnGranted(singleton, epoch);
    });

    /// <summary>The singleton was given up: it cannot be lost any more.</summary>
    public void Released(string singleton)
    {
        lock (_gate)
            _held.Remove(singleton);
    }

    private void Tell(Action news)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            if (_early is null)
                news();
            else
                _early.Add(news);
        }
    }
}
