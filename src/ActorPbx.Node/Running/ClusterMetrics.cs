using System.Diagnostics.Metrics;
using ActorPbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Running;

/// <summary>
/// The node's part in the cluster as metrics, under the meter <see cref="Name"/>. Tags are few whatever the cluster's size: states, never names of nodes,
/// but for the singletons that this node is.
/// </summary>
public sealed class ClusterMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "ActorPbx.Cluster";

    private readonly Meter _meter;

    /// <summary>Publishes these figures until it is disposed of.</summary>
    public ClusterMetrics(ClusterNode node, NodeLinks links, OutboxFigures outbox)
    {
        _meter = new Meter(Name, NodeFacts.Version);
        var (statistics, bus) = (node.Statistics, node.Bus);
        _meter.CreateObservableGauge("actorpbx.cluster.degraded", () => statistics.BusFault.Length == 0 ? 0 : 1, null, "1 while there is no bus");
        _meter.CreateObservableGauge("actorpbx.cluster.members", () => Members(statistics), "{node}", "Members of the cluster, this node among them");
        _meter.CreateObservableGauge("actorpbx.cluster.links", () => Links(links), "{link}", "Links to other nodes by their health");
        _meter.CreateObservableGauge("actorpbx.cluster.outbox.waiting", () => outbox.Waiting, "{record}", "Call records that the broker has not yet");
        _meter.CreateObservableGauge("actorpbx.cluster.singleton.epoch", () => Epochs(statistics), null, "Epochs of the singletons that this node is");
        _meter.CreateObservableCounter("actorpbx.cluster.messages", () => Messages(bus), "{message}", "Messages over the bus, and those dropped without one");
        _meter.CreateObservableCounter("actorpbx.cluster.reconnections", () => bus.Reconnections, "{connection}", "Connections to a broker after the first");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Members(ClusterStatistics statistics) =>
    [
        new(statistics.Reachable, Tag("state", "reachable")),
        new(statistics.Unreachable, Tag("state", "unreachable")),
    ];

    private static IEnumerable<Measurement<int>> Links(NodeLinks links) =>
        from health in Enum.GetValues<LinkHealth>()
        select new Measurement<int>(links.Own.Count(peer => peer.Pulse.Health == health), Tag("health", health.ToString().ToLowerInvariant()));

    private static IEnumerable<Measurement<long>> Epochs(ClusterStatistics statistics) =>
        statistics.Singletons.Select(held => new Measurement<long>(held.Value, Tag("singleton", held.Key)));

    private static IEnumerable<Measurement<long>> Messages(Cluster.Bus.BusStatistics bus) =>
    [
        new(bus.Published, Tag("fate", "published")),
        new(bus.Received, Tag("fate", "received")),
        new(bus.Dropped, Tag("fate", "dropped")),
    ];

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
