namespace ActorPbx.Pbx.Links;

/// <summary>Figures of one link, counted on the transport's threads.</summary>
public sealed class LinkGauge
{
    private long _passed;
    private long _refused;
    private int _inProgress;
    private int _sinceHeartbeat;

    /// <summary>Calls sent over the link and answered.</summary>
    public long Passed => Volatile.Read(ref _passed);

    /// <summary>Calls that were meant for the link and came to nothing.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Calls sent over the link that have no final response yet.</summary>
    public int InProgress => Volatile.Read(ref _inProgress);

    /// <summary>Calls let through since the node last said how many it has.</summary>
    public int SinceHeartbeat => Volatile.Read(ref _sinceHeartbeat);

    internal void Begin()
    {
        Interlocked.Increment(ref _inProgress);
        Interlocked.Increment(ref _sinceHeartbeat);
    }

    internal void End(bool answered)
    {
        Interlocked.Decrement(ref _inProgress);
        if (answered)
        {
            Interlocked.Increment(ref _passed);
            return;
        }

        Interlocked.Increment(ref _refused);
        Interlocked.Decrement(ref _sinceHeartbeat);
    }

    internal void Refuse() => Interlocked.Increment(ref _refused);

    /// <summary>The node's own count has come in; calls under way are not in it yet.</summary>
    internal void Heard() => Volatile.Write(ref _sinceHeartbeat, Volatile.Read(ref _inProgress));
}
