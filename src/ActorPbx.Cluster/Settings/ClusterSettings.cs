using ActorPbx.Cluster.RabbitMq;

namespace ActorPbx.Cluster.Settings;

/// <summary>What carries the cluster's knowledge.</summary>
public enum ClusterProvider
{
    /// <summary>Nothing: the node is no part of a cluster.</summary>
    None,

    /// <summary>This process itself: all roles live in it.</summary>
    InProcess,

    /// <summary>A RabbitMQ broker.</summary>
    Rabbitmq,
}

/// <summary>The node as part of a cluster; keys are the property names in kebab case.</summary>
public sealed record ClusterSettings
{
    /// <summary>Name of the cluster; it stands in the host names of its node links.</summary>
    public string Name { get; init; } = "actorpbx";

    /// <summary>What carries its knowledge.</summary>
    public ClusterProvider Provider { get; init; } = ClusterProvider.None;

    /// <summary>Where the broker is, when that is the provider.</summary>
    public RabbitMqSettings Rabbitmq { get; init; } = new();

    /// <summary>The branch that this node belongs to; "hq" for T-MSS nodes.</summary>
    public string Branch { get; init; } = "";

    /// <summary>How nodes find out that another is gone.</summary>
    public HeartbeatSettings Heartbeat { get; init; } = new();

    /// <summary>How long a node may be unreachable before it is no member any longer; a line that is cut for days must not come to that.</summary>
    public TimeSpan RemoveAfter { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How old a published message may get on its way.</summary>
    public TimeSpan MessageLifetime { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>
/// Heartbeats and what their absence means. The defaults are for wide area networks: a node that dies is noticed 2.5 seconds after its last heartbeat,
/// and a pause of 1.2 seconds, as when a lost segment is sent again, means nothing.
/// </summary>
public sealed record HeartbeatSettings
{
    /// <summary>Time between two heartbeats.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How much later than usual a heartbeat may come without suspicion.</summary>
    public TimeSpan AcceptablePause { get; init; } = TimeSpan.FromMilliseconds(1200);

    /// <summary>The suspicion at which a node counts as unreachable: 8 means that it is wrong once in 10^8 times.</summary>
    public double Threshold { get; init; } = 8;

    /// <summary>After this node got its bus back: how long the others may take to get theirs.</summary>
    public TimeSpan RestoreGrace { get; init; } = TimeSpan.FromSeconds(10);
}
