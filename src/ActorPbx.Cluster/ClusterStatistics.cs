using System.Collections.Concurrent;

namespace ActorPbx.Cluster;

/// <summary>Figures of this node's part in the cluster, written by its actor and read on any thread.</summary>
public sealed class ClusterStatistics
{
    private readonly ConcurrentDictionary<string, long> _singletons = new(StringComparer.Ordinal);
    private volatile string _busFault = "";
    private volatile int _reachable;
    private volatile int _unreachable;
    private long _unknown;
    private long _malformed;
    private long _unserved;

    /// <summary>Why there is no bus, and the state is "degraded"; empty when there is one.</summary>
    public string BusFault => _busFault;

    /// <summary>Members that are heard, this node among them.</summary>
    public int Reachable => _reachable;

    /// <summary>Members that nothing is heard of.</summary>
    public int Unreachable => _unreachable;

    /// <summary>The singletons that this node is at the moment, with their epochs.</summary>
    public IEnumerable<KeyValuePair<string, long>> Singletons => _singletons;

    /// <summary>Messages of a kind that this software does not know: newer nodes'.</summary>
    public long Unknown => Interlocked.Read(ref _unknown);

    /// <summary>What was no message, or came under a topic that is none of ours.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Messages for services that nobody here serves.</summary>
    public long Unserved => Interlocked.Read(ref _unserved);

    internal void Stand(string busFault, int reachable, int unreachable) => (_busFault, _reachable, _unreachable) = (busFault, reachable, unreachable);

    internal void Hold(string singleton, long epoch) => _singletons[singleton] = epoch;

    internal void Lose(string singleton) => _singletons.TryRemove(singleton, out _);

    internal void CountUnknown() => Interlocked.Increment(ref _unknown);

    internal void CountMalformed() => Interlocked.Increment(ref _malformed);

    internal void CountUnserved() => Interlocked.Increment(ref _unserved);
}
