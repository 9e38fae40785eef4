using ActorPbx.Domain.Nodes;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>
/// What a cluster's things are called in the broker. The permissions that <c>scripts/make-cluster-users</c> gives are written in these names:
/// a routing key begins with branch and node of its publisher, a queue of one branch alone has the branch as third word.
/// </summary>
internal sealed class BrokerNames(string cluster, BranchName branch, NodeName node)
{
    /// <summary>The exchange of transient messages.</summary>
    public string Events { get; } = $"{cluster}.events";

    /// <summary>The exchange before durable queues and singletons' tokens.</summary>
    public string Queues { get; } = $"{cluster}.queues";

    /// <summary>Branch and node with a dot between.</summary>
    public string Origin { get; } = $"{branch}.{node}";

    /// <summary>A new name for this node's own queue: the broker may still hold the one of a connection that it believes alive.</summary>
    public string NewNodeQueue() => $"{cluster}.node.{branch}.{node}.{Guid.NewGuid():N}";

    public string SharedQueue(string name) => $"{cluster}.share.{name}";

    public string DurableQueue(string queue) => $"{cluster}.queue.{queue}";

    public string DurableKey(string queue) => $"{Origin}.{queue}";

    public static string DurableBinding(string queue) => $"*.*.{queue}";

    public string TokenQueue(string singleton) => $"{cluster}.singleton.{singleton}";

    public string TokenKey(string singleton) => $"{Origin}.singleton.{singleton}";

    /// <summary>Tokens are taken from this branch only: another cannot put one in.</summary>
    public string TokenBinding(string singleton) => $"{branch}.*.singleton.{singleton}";

    /// <summary>True for a topic that begins with this node's branch and name.</summary>
    public bool IsOwn(string topic) => topic.Length > Origin.Length + 1 && topic[Origin.Length] == '.' && topic.StartsWith(Origin, StringComparison.Ordinal);

    /// <summary>True for a node of this branch.</summary>
    public bool IsOwnBranch(string? origin) => origin is not null && origin.AsSpan(0, origin.IndexOf('.')).SequenceEqual(branch.Value);

    /// <summary>Branch and node that a routing key begins with; null when it has no third word.</summary>
    public static string? OriginOf(string routingKey)
    {
        var first = routingKey.IndexOf('.');
        var second = first < 0 ? -1 : routingKey.IndexOf('.', first + 1);
        return first <= 0 || second <= first + 1 || second == routingKey.Length - 1 ? null : routingKey[..second];
    }
}
