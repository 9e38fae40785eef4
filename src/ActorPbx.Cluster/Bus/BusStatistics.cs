namespace ActorPbx.Cluster.Bus;

/// <summary>Figures of a bus.</summary>
public sealed class BusStatistics
{
    private long _published;
    private long _dropped;
    private long _received;
    private long _reconnections;

    /// <summary>Messages given to the broker.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Messages not sent because there was no bus or it could not keep up.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages received.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Connections made after the first.</summary>
    public long Reconnections => Interlocked.Read(ref _reconnections);

    internal void CountPublished() => Interlocked.Increment(ref _published);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountReceived() => Interlocked.Increment(ref _received);

    internal void CountReconnection() => Interlocked.Increment(ref _reconnections);
}
