using System.Collections.Immutable;
using System.Net;
using ActorPbx.Cluster;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Cluster.Settings;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Operations;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Branches;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Roaming;

/// <summary>A node of a cluster in this process: exchange, links over UDP on loopback, membership, directory and bus as in production; only its disk is memory.</summary>
internal sealed class RoamingNode : IAsyncDisposable
{
    public const string Domain = "pbx.test";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static long s_incarnation;
    private readonly ActorSystem _system;
    private readonly InProcessBroker _broker;
    private readonly InProcessBus _bus;
    private readonly ClusterNode _cluster;
    private readonly Exchange _exchange;
    private readonly NumberBoard _numbers = new();
    private readonly IActorRef _links;
    private readonly string _name;

    private RoamingNode(InProcessBroker broker, string branch, DomainSettings domain, MemoryStore disk)
    {
        (_broker, Disk) = (broker, disk);
        var name = _name = branch + "-1";
        var roles = branch == "hq" ? NodeRoles.Trunk : NodeRoles.Local;
        _system = ActorSystem.Create(name);
        var options = new LinkOptions { Names = new LinkNames("demo"), Node = new(name), Branch = new(branch), Roles = roles, Transports = [SipTransport.Udp] };
        var settings = new PbxSettings
        {
            Sip = new SipSettings { Listen = [new ListenerSettings { Address = "127.0.0.1", Port = Port = TestBranch.FreePort() }] },
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add(Domain, domain),
        };
        var builder = new DirectoryBuilder(settings, "/");
        var profiles = builder.Build();
        builder.Faults.ShouldBeEmpty();
        var store = _system.ActorOf(Props.Create(() => new MemoryStoreActor(disk)));
        var listener = LinkListener.Of(options, SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0), null);
        var plan = roles == NodeRoles.Trunk ? new TransitPlan(_numbers, profiles) : null;
        _exchange = Exchange.Start(_system, new ExchangeParts(
            name, settings, profiles, null, store, _system.DeadLetters, TimeProvider.System,
            new ExchangeCluster(options, [listener], _numbers, new LinkCalls(0, 0), plan)));
        var link = new LinkAddress("udp", "127.0.0.1", _exchange.Listeners.Single(one => one.EndPoint.Port != Port).EndPoint.Port);
        var who = new NodeIdentity(options.Branch, options.Node, Interlocked.Increment(ref s_incarnation), roles, [link], "test");
        _bus = new InProcessBus(broker, branch, name);
        _cluster = ClusterNode.Start(_system, new ClusterSettings { Provider = ClusterProvider.InProcess }, who, _bus);
        var (cluster, numbers) = (_cluster.Actor, _numbers);
        var own = (domain.Announce ?? []).Select(text => new ConfiguredBlock(new(Domain), NumberBlock.TryParse(text)!));
        var parts = new DirectoryParts(
            cluster, store, who.Origin, who.Incarnation, roles == NodeRoles.Trunk, new OwnNumbers([.. own], []), null, numbers, TimeProvider.System);
        var directory = _system.ActorOf(Props.Create(() => new DirectoryActor(parts)), "directory");
        _exchange.Domains.Ask<Ready>(new WaitUntilReady(), s_patience).GetAwaiter().GetResult();
        _exchange.Open();
        _links = _exchange.Join(cluster, directory);
    }

    /// <summary>Where phones are served.</summary>
    public int Port { get; }

    public MemoryStore Disk { get; }

    /// <summary>Starts a node; with the disk of one that ended it is that one again.</summary>
    public static RoamingNode Start(InProcessBroker broker, string branch, DomainSettings domain, MemoryStore? disk = null) => new(broker, branch, domain, disk ?? new MemoryStore());

    /// <summary>Takes the bus from the node, and gives it back.</summary>
    public void Cut() => _broker.Cut(_bus, "cut");

    public void Heal() => _broker.Heal(_bus);

    /// <summary>Waits until this node routes a number to a branch.</summary>
    public async Task Routes(string number, string branch) =>
        await Until(() => Task.FromResult(_numbers.Plan.Find(new(Domain), number)?.Branch.Value == branch), $"{_name} does not route {number} to {branch}");

    /// <summary>Waits until the link to a node is good.</summary>
    public async Task Reaches(string node) => await Until(
        async () => (await _links.Ask<LinksDescribed>(new DescribeLinks(), s_patience)).Links.Any(link => link.Node.Value == node && link.Health == LinkHealth.Good),
        $"{_name} does not reach {node}");

    /// <summary>Waits until an extension stands so.</summary>
    public async Task Shows(string number, Func<ExtensionView?, bool> isSo, string what) =>
        await Until(async () => isSo(await Extension(number)), $"{number} at {_name}: not {what}");

    public async Task<ExtensionView?> Extension(string number) =>
        (await _exchange.Domains.Ask<ExtensionList>(new ListExtensions(null, number), s_patience)).Extensions.SingleOrDefault();

    public async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync();
        await _cluster.DisposeAsync();
        await _system.Terminate();
    }

    private static async Task Until(Func<Task<bool>> isSo, string otherwise)
    {
        var deadline = DateTime.UtcNow + s_patience;
        while (!await isSo())
        {
            (DateTime.UtcNow < deadline).ShouldBeTrue(otherwise);
            await Task.Delay(20);
        }
    }
}
