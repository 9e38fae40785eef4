namespace ActorPbx.Cluster;

/// <summary>Figures of what came over the bus and could not be used.</summary>
public sealed class ClusterStatistics
{
    private long _unknown;
    private long _malformed;
    private long _unserved;

    /// <summary>Messages of a kind that this software does not know: newer nodes'.</summary>
    public long Unknown => Interlocked.Read(ref _unknown);

    /// <summary>What was no message, or came under a topic that is none of ours.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Messages for services that nobody here serves.</summary>
    public long Unserved => Interlocked.Read(ref _unserved);

    internal void CountUnknown() => Interlocked.Increment(ref _unknown);

    internal void CountMalformed() => Interlocked.Increment(ref _malformed);

    internal void CountUnserved() => Interlocked.Increment(ref _unserved);
}
