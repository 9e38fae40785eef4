using System.Net.Sockets;
using ActorPbx.Cluster.Tests.RabbitMq;
using ActorPbx.EndToEnd.Tests.Chaos;
using ActorPbx.EndToEnd.Tests.Cluster;
using ActorPbx.EndToEnd.Tests.Harness;
using ActorPbx.Node.Control;
using ActorPbx.Storage.Tests.Central;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>
/// A whole company in a laboratory: headquarters with two T-MSS, the broker and the database of all records; the branches Shanghai (1xxx), Berlin (4xxx) and
/// Lagos (7xxx) with an L-MSS each. Their extensions N000 to N009 register with "pw" and their number. Every node, the broker and the database have a host each.
/// Tests of one class share it; each leaves it as it found it.
/// </summary>
public sealed class LabCluster : IAsyncLifetime
{
    private const string Bus = "bus";
    private static readonly (string Branch, int First)[] Branches = [("shanghai", 1000), ("berlin", 4000), ("lagos", 7000)];

    private readonly Dictionary<string, Exchange> _nodes = [];

    public TestBroker Broker { get; private set; } = null!;

    /// <summary>Where headquarters keeps the records of all branches.</summary>
    public PostgresServer Database { get; private set; } = null!;

    /// <summary>hq-1, with the records, and hq-2; shanghai-1, berlin-1, lagos-1.</summary>
    public IReadOnlyDictionary<string, Exchange> Nodes => _nodes;

    public Exchange Headquarters => _nodes["hq-1"];

    internal Laboratory Laboratory { get; private set; } = null!;

    /// <summary>The L-MSS of a branch.</summary>
    public Exchange Of(string branch) => _nodes[$"{branch}-1"];

    internal WanLine Wan(string branch) => Laboratory.Site(branch).Wan;

    public async Task InitializeAsync()
    {
        if (Namespaces.Missing is not null) return;
        Laboratory = await Laboratory.Build([("hq", ["hq-1", "hq-2", Bus]), .. Branches.Select(branch => (branch.Branch, (string[])[$"{branch.Branch}-1"]))]);
        var bus = Laboratory.Site("hq").Host(Bus);
        Broker = new TestBroker(bus.Address, bus.Prefix, () => bus.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)));
        Database = new PostgresServer(bus.Address, bus.Prefix);
        await Task.WhenAll(Broker.InitializeAsync(), Task.Run(Database.InitializeAsync));
        var charter = await ClusterCharter.Write(Broker, ["hq-1.hq", "hq-2.hq", .. Branches.Select(branch => $"{branch.Branch}-1.{branch.Branch}")]);
        AddTrunkNode(charter, "hq-1", $"records.central {{ provider = postgresql, connection = \"{Database.Connection}\" }}\n");
        AddTrunkNode(charter, "hq-2", "");
        foreach (var (branch, first) in Branches) AddBranch(charter, branch, first);
        await Task.WhenAll(_nodes.Values.Select(node => node.Run()));
        await IsWhole();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes.Values) await node.DisposeAsync();
        if (Broker is not null) await Broker.DisposeAsync();
        if (Database is not null) await Database.DisposeAsync();
        if (Laboratory is not null) await Laboratory.DisposeAsync();
    }

    /// <summary>Waits until every node sees all others, all links and all numbers.</summary>
    public async Task IsWhole()
    {
        var all = _nodes.Count;
        foreach (var (name, node) in _nodes)
        {
            var trunk = name.StartsWith("hq-", StringComparison.Ordinal);
            await Sees(node, seen => seen.Links.Count(link => link.Health == "good") == (trunk ? all - 1 : 2)
                && seen.Members.Count(member => member is { Status: "up", Reachable: true }) == (trunk ? all : 3)
                && seen.Announced.Length == Branches.Length, $"{name} sees the whole cluster");
        }
    }

    /// <summary>What a node knows of the cluster, once it is so.</summary>
    internal static Task<ClusterReport> Sees(Exchange node, Func<ClusterReport, bool> isSo, string what) =>
        Eventually.Get(() => ClusterPicture.Ask(node), isSo, what, TestCluster.Patience);

    private void AddTrunkNode(ClusterCharter charter, string name, string more) =>
        Add("hq", name, charter, "node.roles = [tmss]\n" + more + ClusterCharter.Announce());

    private void AddBranch(ClusterCharter charter, string branch, int first) =>
        Add(branch, $"{branch}-1", charter, ClusterCharter.Announce($"{first / 1000}xxx") + Exchange.Extension($"{first}-{first + 9}", "max-calls = 1000, max-outgoing-calls = 1000"));

    private void Add(string site, string name, ClusterCharter charter, string more)
    {
        var network = Laboratory.Site(site).Network(name);
        _nodes.Add(name, Exchange.Prepare(charter.Member(name, site, network.Exchange.ToString()) + more, network));
    }
}
