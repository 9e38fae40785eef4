namespace ActorPbx.Cluster.Bus;

/// <summary>What the bus told, on its way into the mailbox of the cluster's actor.</summary>
internal abstract record BusNotice
{
    internal sealed record Up : BusNotice;

    internal sealed record Down(string Reason) : BusNotice;

    internal sealed record Published(string Topic, ReadOnlyMemory<byte> Body) : BusNotice;

    internal sealed record Delivered(string Queue, ulong Tag, string Origin, string Key, ReadOnlyMemory<byte> Body) : BusNotice;

    internal sealed record Enqueued(string Queue, string Key) : BusNotice;

    internal sealed record NotEnqueued(string Queue, string Key, string Reason) : BusNotice;

    internal sealed record Granted(string Singleton, long Epoch) : BusNotice;

    internal sealed record Lost(string Singleton) : BusNotice;

    internal sealed record Trouble(string What) : BusNotice;
}

/// <summary>Passes what the bus tells on to the cluster's actor.</summary>
internal sealed class ActorSink(IActorRef cluster) : IBusSink
{
    public void OnUp() => cluster.Tell(new BusNotice.Up(), ActorRefs.NoSender);

    public void OnDown(string reason) => cluster.Tell(new BusNotice.Down(reason), ActorRefs.NoSender);

    public void OnPublished(string topic, ReadOnlyMemory<byte> body) => cluster.Tell(new BusNotice.Published(topic, body), ActorRefs.NoSender);

    public void OnDelivered(string queue, ulong tag, string origin, string key, ReadOnlyMemory<byte> body) =>
        cluster.Tell(new BusNotice.Delivered(queue, tag, origin, key, body), ActorRefs.NoSender);

    public void OnEnqueued(string queue, string key) => cluster.Tell(new BusNotice.Enqueued(queue, key), ActorRefs.NoSender);

    public void OnNotEnqueued(string queue, string key, string reason) => cluster.Tell(new BusNotice.NotEnqueued(queue, key, reason), ActorRefs.NoSender);

    public void OnGranted(string singleton, long epoch) => cluster.Tell(new BusNotice.Granted(singleton, epoch), ActorRefs.NoSender);

    public void OnLost(string singleton) => cluster.Tell(new BusNotice.Lost(singleton), ActorRefs.NoSender);

    public void OnTrouble(string what) => cluster.Tell(new BusNotice.Trouble(what), ActorRefs.NoSender);
}
