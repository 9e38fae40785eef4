namespace ActorPbx.Cluster.Bus;

/// <summary>Figures of a bus.</summary>
public sealed class BusStatistics
{
    private long _published;
    private long _dropped;
    private long _received;
    private long _reconnections;
    private long _unvouched;

    /// <summary>Messages given to the broker.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Messages not sent because there was no bus or it could not keep up.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages received.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Connections made after the first.</summary>
    public long Reconnections => Interlocked.Read(ref _reconnections);

    /// <summary>Messages thrown away because the broker does not vouch for whom they say that they are from.</summary>
    public long Unvouched => Interlocked.Read(ref _unvouched);

    internal void CountUnvouched() => Interlocked.Increment(ref _unvouched);

    internal void CountPublished() => Interlocked.Increment(ref _published);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountReceived() => Interlocked.Increment(ref _received);

    internal void CountReconnection() => Interlocked.Increment(ref _reconnections);
}
