using RabbitMQ.Client;

namespace ActorPbx.Cluster.RabbitMq;

/// <summary>
/// The connection that this node publishes on. It has one of its own because a broker that is short of memory or disk stops reading from those that publish:
/// deliveries and their settling go on meanwhile over the other, and so the queues can empty.
/// </summary>
internal sealed class Outgoing
{
    private volatile string? _blocked;

    public Outgoing(IConnection connection, Action<string> trouble)
    {
        Connection = connection;
        connection.ConnectionBlockedAsync += (_, e) =>
        {
            _blocked = $"the broker takes nothing: {e.Reason}";
            trouble(_blocked);
            return Task.CompletedTask;
        };
        connection.ConnectionUnblockedAsync += (_, _) =>
        {
            _blocked = null;
            return Task.CompletedTask;
        };
    }

    public IConnection Connection { get; }

    /// <summary>Why nothing may be published now; null when it may.</summary>
    public string? Blocked => _blocked;
}
