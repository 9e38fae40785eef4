using ActorPbx.Cluster;
using ActorPbx.Cluster.Membership;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Records;
using ActorPbx.Storage.Central;
using ActorPbx.Storage.Sqlite;

namespace ActorPbx.Node.Running;

/// <summary>A node's part in the cluster: its actors for membership, directory and records, put together here. A node without a cluster has none of them.</summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(2);

    private readonly ActorSystem _system;
    private readonly OutboxFigures _outbox;
    private ClusterMetrics? _metrics;

    private NodeCluster(ActorSystem system, NodeIdentity who, ClusterNode node, ClusterActors actors, OutboxFigures outbox, ExchangeCluster exchange) =>
        (_system, Who, Node, Actors, _outbox, Exchange) = (system, who, node, actors, outbox, exchange);

    /// <summary>This node.</summary>
    public NodeIdentity Who { get; }

    /// <summary>The bus and its figures.</summary>
    public ClusterNode Node { get; }

    /// <summary>What to ask of.</summary>
    public ClusterActors Actors { get; }

    /// <summary>What makes the exchange a node of the cluster.</summary>
    public ExchangeCluster Exchange { get; }

    /// <summary>The links to other nodes; nobody before <see cref="Serve"/>.</summary>
    public IActorRef Links { get; private set; } = ActorRefs.Nobody;

    /// <summary>The exchange's domains; nobody before <see cref="Serve"/>.</summary>
    public IActorRef Domains { get; private set; } = ActorRefs.Nobody;

    /// <summary>Joins the cluster of the configuration, in the background; null when it names none.</summary>
    /// <exception cref="StartException">The incarnation cannot be kept.</exception>
    public static NodeCluster? Start(ActorSystem system, LoadedConfiguration configuration, IActorRef store, TimeProvider clock)
    {
        var settings = configuration.Settings;
        if (!settings.IsClustered)
        {
            return null;
        }

        var who = new NodeIdentity(
            new BranchName(settings.Cluster.Branch), new NodeName(settings.Node.ActualName), Incarnation(configuration.Paths, clock),
            settings.Node.Roles.ToRoles(), NodeLinkParts.Addresses(settings.Links), NodeFacts.Version);
        var node = ClusterNode.Start(system, Placed(settings.Cluster, configuration.Paths), who);
        var board = new NumberBoard();
        var directory = Directory(who, node.Actor, store, configuration, board, clock);
        var outbox = new OutboxFigures();
        var actors = new ClusterActors(
            system.ActorOf(Props.Create(() => new ClusterWatchActor(node.Actor)), "cluster-watch"),
            system.ActorOf(Props.Create(() => new DirectoryActor(directory)), "directory"),
            system.ActorOf(Props.Create(() => new RecordsOutboxActor(node.Actor, store, who.Name, outbox)), "outbox"),
            settings.Records.Central.Provider == CentralProvider.None
                ? null
                : system.ActorOf(CentralRecordsActor.For(node.Actor, () => Open(configuration)), "central-records"));
        return new NodeCluster(system, who, node, actors, outbox, NodeLinkParts.Of(configuration, who.Roles, board));
    }

    /// <summary>Lets the exchange know the other nodes, and tells them every second what it carries.</summary>
    public void Serve(Exchange exchange)
    {
        Domains = exchange.Domains;
        Links = exchange.Join(Node.Actor, Actors.Directory);
        _metrics = new ClusterMetrics(Node, exchange.Links!, _outbox);
        _system.ActorOf(Props.Create(() => new LoadReportActor(exchange.Domains, Node.Actor, Exchange.Places)), "load-report");
    }

    /// <summary>Tells the others that this node takes no new calls. It stays a member until its last call is over.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await Node.Actor.Ask<ClusterLeft>(new LeaveCluster(), LeavePatience);
        }
        catch (AskTimeoutException)
        {
            // They see it by its silence.
        }
    }

    /// <summary>Calls that other nodes are setting up through this T-MSS.</summary>
    public async Task<int> CallsUnderWayAsync()
    {
        if (Links.IsNobody())
        {
            return 0;
        }

        try
        {
            return (await Links.Ask<LinksDescribed>(new DescribeLinks(), LeavePatience)).Links.Sum(link => link.InProgress);
        }
        catch (AskTimeoutException)
        {
            return 0;
        }
    }

    /// <summary>Tells the others that this node is gone, and closes the bus.</summary>
    public ValueTask DisposeAsync()
    {
        _metrics?.Dispose();
        return Node.DisposeAsync();
    }

    private static DirectoryParts Directory(
        NodeIdentity who, IActorRef cluster, IActorRef store, LoadedConfiguration configuration, NumberBoard board, TimeProvider clock)
    {
        var rights = NumberSettings.Rights(configuration.Settings);
        var isHub = who.Roles.HasFlag(NodeRoles.Trunk);
        return new DirectoryParts(
            cluster, store, who.Origin, who.Incarnation, isHub, OwnNumbers(configuration),
            isHub ? (branch, owned) => !rights.TryGetValue(branch, out var may) || may.Owns(owned.Block) : null, board, clock);
    }

    /// <summary>What the node announces by its configuration.</summary>
    public static OwnNumbers OwnNumbers(LoadedConfiguration configuration)
    {
        var own = NumberSettings.Own(configuration.Settings);
        return configuration.Settings.Node.Roles.ToRoles().HasFlag(NodeRoles.Trunk) ? own with { Trunks = NodeLinkParts.Prefixes(configuration.Directory) } : own;
    }

    private static long Incarnation(NodePaths paths, TimeProvider clock)
    {
        var file = Path.Combine(paths.DataDirectory, "incarnation");
        try
        {
            return IncarnationFile.Next(file, clock.GetUtcNow());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The file {file} cannot be written: {e.Message}; the cluster tells this start of the node from the one before by it.", e);
        }
    }

    private static ICentralRecords Open(LoadedConfiguration configuration)
    {
        var central = configuration.Settings.Records.Central;
        return central.Provider == CentralProvider.Postgresql
            ? new PostgresCentralRecords(central.Connection)
            : new SqliteCentralRecords(CallDatabase.Open(
                Path.Combine(configuration.Paths.DataDirectory, SqliteCentralRecords.FileName), configuration.Settings.Storage.LockTimeout, "central"));
    }

    // Files are named from the configuration's directory on.
    private static ClusterSettings Placed(ClusterSettings settings, NodePaths paths)
    {
        var broker = settings.Rabbitmq;
        return settings with
        {
            Rabbitmq = broker with { Certificate = Full(broker.Certificate), PrivateKey = Full(broker.PrivateKey), Authorities = Full(broker.Authorities) },
        };

        string Full(string file) => file.Length == 0 ? "" : Path.GetFullPath(file, paths.BaseDirectory);
    }
}

/// <summary>The actors of a clustered node that operators' questions go to.</summary>
/// <param name="Watch">Knows the members.</param>
/// <param name="Directory">Knows who owns which number.</param>
/// <param name="Outbox">Carries call records to headquarters.</param>
/// <param name="Central">Has the call records of all branches; null where they are not kept.</param>
public sealed record ClusterActors(IActorRef Watch, IActorRef Directory, IActorRef Outbox, IActorRef? Central);
