namespace ActorPbx.Cluster.RabbitMq;

/// <summary>How the broker shall keep a queue.</summary>
internal static class QueueArguments
{
    /// <summary>Transient messages: few and young; the oldest go first.</summary>
    public static Dictionary<string, object?> Transient(RabbitMqSettings settings) => new()
    {
        ["x-max-length"] = settings.NodeQueueLength,
        ["x-message-ttl"] = (long)settings.NodeQueueAge.TotalMilliseconds,
        ["x-overflow"] = "drop-head",
    };

    /// <summary>Durable messages: on the disks of a majority of brokers; a full queue refuses.</summary>
    public static Dictionary<string, object?> Durable(RabbitMqSettings settings) => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-max-length"] = settings.DurableQueueLength,
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>The token of a singleton: one consumer at a time gets it.</summary>
    public static Dictionary<string, object?> Token() => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-single-active-consumer"] = true,
    };
}
