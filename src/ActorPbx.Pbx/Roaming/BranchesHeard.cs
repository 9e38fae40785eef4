using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Roaming;

/// <summary>When a home last heard each node that has guests of it, and which saying of the node that was.</summary>
internal sealed class BranchesHeard
{
    private readonly Dictionary<Origin, (long At, DateTimeOffset HeardAt)> _heard = [];

    /// <summary>A node says something; false when it comes after something newer.</summary>
    public bool IsNews(Origin origin, long at, DateTimeOffset now)
    {
        if (_heard.TryGetValue(origin, out var before) && at <= before.At)
        {
            return false;
        }

        _heard[origin] = (at, now);
        return true;
    }

    /// <summary>How long nothing was heard of a node; null: it never was.</summary>
    public TimeSpan? Silence(Origin origin, DateTimeOffset now) => _heard.TryGetValue(origin, out var heard) ? now - heard.HeardAt : null;

    /// <summary>Nodes of which nothing was heard for longer than this.</summary>
    public IEnumerable<Origin> SilentFor(TimeSpan time, DateTimeOffset now) => _heard.Where(pair => now - pair.Value.HeardAt > time).Select(pair => pair.Key);
}
