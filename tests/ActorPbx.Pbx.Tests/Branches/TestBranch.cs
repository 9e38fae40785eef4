using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;
using ActorPbx.Domain.Records;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Numbers;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Branches;

/// <summary>A node of a cluster on loopback: a whole exchange with links over UDP; store and cluster are played by small actors.</summary>
internal sealed class TestBranch : IAsyncDisposable
{
    public const string Domain = "pbx.test";
    private static int s_port = 20_000 + (Environment.ProcessId % 500 * 20);
    private readonly ActorSystem _system;
    private readonly Exchange _exchange;
    private readonly IActorRef _directory;
    private readonly LinkOptions _options;
    private readonly IActorRef _cluster;
    private readonly NodeNumbersForm _trunks;

    public TestBranch(string name, string branch, NodeRoles roles, DomainSettings domain, LinkCalls? places = null, ImmutableDictionary<string, NetworkSettings>? networks = null)
    {
        _system = ActorSystem.Create(name);
        _options = new LinkOptions { Names = new LinkNames("demo"), Node = new(name), Branch = new(branch), Roles = roles, Transports = [SipTransport.Udp] };
        Port = FreePort();
        var settings = new PbxSettings
        {
            Sip = new SipSettings { Listen = [new ListenerSettings { Address = "127.0.0.1", Port = Port }] },
            Networks = networks ?? ImmutableDictionary<string, NetworkSettings>.Empty,
            Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add(Domain, domain),
        };
        var builder = new DirectoryBuilder(settings, "/");
        var profiles = builder.Build();
        builder.Faults.ShouldBeEmpty();
        var numbers = new NumberBoard();
        Places = places ?? new LinkCalls(0, 0);
        var store = _system.ActorOf(Props.Create(() => new StoreActor(Records)));
        _cluster = _system.ActorOf(Props.Create(() => new ClusterActor()));
        var own = branch switch
        {
            "shanghai" => new OwnNumbers([new ConfiguredBlock(new(Domain), new NumberBlock("1000", "1999"))], []),
            "berlin" => new OwnNumbers([new ConfiguredBlock(new(Domain), new NumberBlock("4000", "4999"))], []),
            _ => OwnNumbers.None,
        };
        _trunks = new NodeNumbersForm(
            branch, name, 1, 1, [], [], [.. profiles.Domains[0].TrunkRoutes.Select(route => new TrunkPrefixForm(Domain, route.Prefix, route.Trunk))]);
        var self = new Origin(_options.Branch, _options.Node);
        _directory = _system.ActorOf(Props.Create(() => new DirectoryActor(
            new DirectoryParts(_cluster, store, self, 1, false, own, null, numbers, TimeProvider.System))));
        var listener = LinkListener.Of(_options, SipTransport.Udp, new IPEndPoint(IPAddress.Loopback, 0), null);
        var plan = roles.HasFlag(NodeRoles.Trunk) ? new TransitPlan(numbers, profiles) : null;
        _exchange = Exchange.Start(_system, new ExchangeParts(
            name, settings, profiles, null, store, _system.ActorOf(Props.Create(() => new MediaActor(Relays))), TimeProvider.System, new ExchangeCluster(_options, [listener], numbers, Places, plan)));
        Numbers = numbers;
        var bound = _exchange.Listeners.Single(one => one.EndPoint.Port != Port).EndPoint;
        Member = new Member(_options.Node, _options.Branch, 1, roles, MemberStatus.Up, [new LinkAddress("udp", "127.0.0.1", bound.Port)], "test", NodeLoad.None);
    }

    /// <summary>Where phones are served.</summary>
    public int Port { get; }

    public Member Member { get; set; }

    public NumberBoard Numbers { get; }

    public LinkCalls Places { get; }

    public BlockingCollection<CallRecord> Records { get; } = [];

    /// <summary>Relays that were asked for.</summary>
    public BlockingCollection<OpenRelay> Relays { get; } = [];

    /// <summary>All nodes know of all, and of who owns which number: 1xxx is Shanghai's, 4xxx is Berlin's.</summary>
    public static async Task Join(IReadOnlyList<TestBranch> nodes, params Member[] others)
    {
        ImmutableArray<Member> members = [.. nodes.Select(node => node.Member), .. others];
        var trunks = nodes.Where(node => node.Member.Roles.HasFlag(NodeRoles.Trunk)).Select(node => node._trunks);
        var numbers = new DirectoryUpdated([Owns("shanghai", "1000", "1999"), Owns("berlin", "4000", "4999"), .. trunks], []);
        foreach (var node in nodes)
        {
            await node._exchange.Domains.Ask<Ready>(new WaitUntilReady(), TimeSpan.FromSeconds(30));
            node._cluster.Tell(new CurrentClusterState(node.Member, members, [], ""));
            node._directory.Tell(new Published(new Origin(new("hq"), new("elsewhere")), DirectoryActor.DirectorySubject, numbers));
            node._exchange.Open();
        }

        foreach (var node in nodes)
        {
            node.Links = node._exchange.Join(node._cluster, node._directory);
            SpinWait.SpinUntil(() => node.Numbers.Plan.Find(new(Domain), "4001") is not null, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        }
    }

    public IActorRef Links { get; private set; } = ActorRefs.Nobody;

    /// <summary>Waits until the pings say so of a node.</summary>
    public async Task Sees(string node, LinkHealth health)
    {
        for (var i = 0; i < 600; i++)
        {
            var described = await Links.Ask<LinksDescribed>(new DescribeLinks(), TimeSpan.FromSeconds(30));
            if (described.Links.Any(link => link.Node.Value == node && link.Health == health))
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{_options.Node} does not see {node} as {health}");
    }

    /// <summary>Calls that it sent over its links and that have no final response yet.</summary>
    public async Task<int> CallsUnderWay() => (await Links.Ask<LinksDescribed>(new DescribeLinks(), TimeSpan.FromSeconds(30))).Links.Sum(link => link.InProgress);

    public CallRecord NextRecord()
    {
        Records.TryTake(out var record, TimeSpan.FromSeconds(30)).ShouldBeTrue("no record in time");
        return record!;
    }

    public async ValueTask DisposeAsync()
    {
        await _exchange.DisposeAsync();
        await _system.Terminate();
    }

    /// <summary>A domain with two numbers of one phone.</summary>
    public static DomainSettings DomainOf(TestPhone phone, string name) => new()
    {
        Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty
            .Add(phone.Number, Phone(phone.Address, phone.Port, name))
            .Add(phone.Number[..1] + "002", Phone(phone.Address, phone.Port, name)),
    };

    private static ExtensionSettings Phone(string address, int port, string name) => new()
    {
        DisplayName = name,
        TrustedAddresses = ["127.0.0.0/8"],
        StaticContact = $"sip:{address}:{port}",
    };

    private static NodeNumbersForm Owns(string branch, string first, string last) =>
        new(branch, $"{branch}-1", 1, 1, [new BlockForm(Domain, first, last, 0)], [], []);

    // Below the range that the system hands out, so that no other socket gets it between the look and the listener.
    public static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref s_port);
            try
            {
                using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }

    private sealed class StoreActor : ReceiveActor
    {
        public StoreActor(BlockingCollection<CallRecord> records)
        {
            Receive<LoadBindings>(load => Sender.Tell(new BindingsLoaded(load.Domain, [])));
            Receive<LoadDocument>(load => Sender.Tell(new DocumentLoaded(load.Name, null)));
            Receive<StoreCall>(store =>
            {
                foreach (var record in store.Records)
                {
                    records.Add(record);
                }

                Sender.Tell(new CallStored(store.Call));
            });
            ReceiveAny(_ => { });
        }
    }

    /// <summary>Gives out ports 41000 towards the caller and 42000 towards the called side.</summary>
    private sealed class MediaActor : ReceiveActor
    {
        public MediaActor(BlockingCollection<OpenRelay> relays)
        {
            Receive<OpenRelay>(open =>
            {
                relays.Add(open);
                var ports = new RelayPorts(new TransportAddress(open.CallerSideAddress, 41_000), new TransportAddress(open.CalledSideAddress, 42_000));
                Sender.Tell(new RelayOpened(open.Relay, [.. Enumerable.Repeat(ports, open.Streams)]));
            });
            Receive<CloseRelay>(close => Sender.Tell(new RelayClosed(close.Relay, [])));
            ReceiveAny(_ => { });
        }
    }

    private sealed class ClusterActor : ReceiveActor
    {
        private CurrentClusterState? _state;

        public ClusterActor()
        {
            Receive<CurrentClusterState>(state => _state = state);
            Receive<SubscribeToCluster>(_ => _state is not null, _ => Sender.Tell(_state!));
            ReceiveAny(_ => { });
        }
    }
}
