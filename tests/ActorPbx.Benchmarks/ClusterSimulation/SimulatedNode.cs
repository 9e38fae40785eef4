using System.Collections.Immutable;
using ActorPbx.Cluster;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Benchmarks.ClusterSimulation;

/// <summary>A node with all that the cluster has of it: membership and directory, as the executable runs them.</summary>
internal sealed class SimulatedNode
{
    private static readonly DomainName Company = new("company");

    public SimulatedNode(ActorSystem system, InProcessBroker broker, IActorRef store, Origin self, long incarnation, OwnNumbers own)
    {
        Bus = new InProcessBus(broker, self.Branch.Value, self.Node.Value);
        var roles = self.Branch == BranchName.Headquarters ? NodeRoles.Trunk : NodeRoles.Local;
        var who = new NodeIdentity(self.Branch, self.Node, incarnation, roles, [new LinkAddress("tls", "192.0.2.1", 5061)], "0.1.0");
        var settings = new ClusterSettings { Branch = self.Branch.Value };
        Cluster = system.ActorOf(ClusterActor.For(who, settings, Bus, Statistics).WithDispatcher(CallingThreadDispatcher.Id));
        var parts = new DirectoryParts(Cluster, store, self, incarnation, roles == NodeRoles.Trunk, own, null, Board, new VirtualClock(system.Scheduler));
        Directory = system.ActorOf(Props.Create(() => new DirectoryActor(parts)).WithDispatcher(CallingThreadDispatcher.Id));
    }

    public InProcessBus Bus { get; }

    public ClusterStatistics Statistics { get; } = new();

    public NumberBoard Board { get; } = new();

    public IActorRef Cluster { get; }

    public IActorRef Directory { get; }

    /// <summary>A T-MSS.</summary>
    public static SimulatedNode Trunk(ActorSystem system, InProcessBroker broker, IActorRef store, int number, long incarnation) =>
        new(system, broker, store, new Origin(BranchName.Headquarters, new NodeName($"t{number}")), incarnation, OwnNumbers.None);

    /// <summary>The L-MSS of a branch with 200 extensions: one block of them, and ten numbers of its own.</summary>
    public static SimulatedNode Local(ActorSystem system, InProcessBroker broker, IActorRef store, int number)
    {
        ImmutableArray<ConfiguredBlock> blocks =
        [
            Block($"{1_000_000 + number * 1000}-{1_000_000 + number * 1000 + 199}"),
            .. Enumerable.Range(0, 10).Select(single => Block($"{1_000_000 + number * 1000 + 500 + single * 7}")),
        ];
        return new SimulatedNode(
            system, broker, store, new Origin(new BranchName($"branch-{number}"), new NodeName($"b{number}")), 1, new OwnNumbers(blocks, []));
    }

    private static ConfiguredBlock Block(string text) => new(Company, NumberBlock.TryParse(text)!);
}
