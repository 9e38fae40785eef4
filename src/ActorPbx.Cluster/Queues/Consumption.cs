namespace ActorPbx.Cluster.Queues;

/// <summary>
/// What an actor takes from a durable queue. Messages that cannot be read never reach it; they are settled as soon as all before them are, so that one
/// does not stand in the way of those behind it for ever.
/// </summary>
internal sealed class Consumption(IActorRef actor)
{
    private readonly Queue<(ulong Tag, bool Readable)> _unsettled = new();

    public IActorRef Actor => actor;

    /// <summary>A message came; returns the tag to settle when it can be settled at once.</summary>
    public ulong? Deliver(ulong tag, bool readable)
    {
        _unsettled.Enqueue((tag, readable));
        return SkipUnreadable();
    }

    /// <summary>The actor has all up to this tag; returns the tag to settle.</summary>
    public ulong Settle(ulong tag)
    {
        while (_unsettled.TryPeek(out var first) && first.Tag <= tag)
            _unsettled.Dequeue();
        return SkipUnreadable() ?? tag;
    }

    /// <summary>The bus is gone; all comes again.</summary>
    public void Forget() => _unsettled.Clear();

    private ulong? SkipUnreadable()
    {
        ulong? skipped = null;
        while (_unsettled.TryPeek(out var first) && !first.Readable)
            skipped = _unsettled.Dequeue().Tag;
        return skipped;
    }
}
