using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActorPbx.Cluster;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Node.Running;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Node.Tests.Running;

public sealed class ClusterMetricsTests : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("metrics");
    private readonly InProcessBroker _broker = new();
    private readonly NodeLinks _links = new(new LinkOptions { Names = new LinkNames("demo"), Node = new("t1"), Branch = new("hq"), Roles = NodeRoles.Trunk });
    private ClusterNode _node = null!;
    private InProcessBus _bus = null!;

    public Task InitializeAsync()
    {
        _bus = new InProcessBus(_broker, "hq", "t1");
        var who = new NodeIdentity(new("hq"), new("t1"), 1, NodeRoles.Trunk, [], "test");
        _node = ClusterNode.Start(_system, new ClusterSettings(), who, _bus);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _system.Terminate();
    }

    [Fact]
    public void Bus_members_links_and_singletons_are_measured()
    {
        using var metrics = new ClusterMetrics(_node, _links, new OutboxFigures());
        var berlin = new Member(new("berlin-1"), new("berlin"), 1, NodeRoles.Local, MemberStatus.Up, [], "test", NodeLoad.None);
        _links.Apply(new CurrentClusterState(berlin, [berlin], [], ""));
        _node.Actor.Tell(new ContendFor("trunk-pbx-local-carrier"), _system.DeadLetters);
        Until(measured => measured["actorpbx.cluster.degraded"] == 0);
        var measured = Until(measured => measured.GetValueOrDefault("actorpbx.cluster.singleton.epoch singleton=trunk-pbx-local-carrier") > 0);
        measured["actorpbx.cluster.members state=reachable"].ShouldBe(1);
        measured["actorpbx.cluster.members state=unreachable"].ShouldBe(0);
        measured["actorpbx.cluster.links health=unknown"].ShouldBe(1);
        measured["actorpbx.cluster.links health=good"].ShouldBe(0);
        measured["actorpbx.cluster.outbox.waiting"].ShouldBe(0);
        measured["actorpbx.cluster.messages fate=published"].ShouldBeGreaterThan(0);

        _broker.Silence(_bus);
        Until(measured => measured["actorpbx.cluster.degraded"] == 1);
    }

    private Dictionary<string, double> Until(Func<Dictionary<string, double>, bool> fits)
    {
        Dictionary<string, double> measured = [];
        SpinWait.SpinUntil(() => fits(measured = Measure()), TimeSpan.FromSeconds(60)).ShouldBeTrue(string.Join("; ", measured));
        return measured;
    }

    private static Dictionary<string, double> Measure()
    {
        var measured = new ConcurrentDictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == ClusterMetrics.Name)
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => measured[NameOf(instrument, tags)] = value);
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured[NameOf(instrument, tags)] = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured.ToDictionary();
    }

    private static string NameOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Key}={tags[0].Value}";
}
