using ActorPbx.Cluster.RabbitMq;
using ActorPbx.Cluster.Tests.Contract;
using ActorPbx.Domain.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>What the users of scripts/make-cluster-users may do, and who is let in over TLS.</summary>
[Collection(BrokerTests.Name)]
public sealed class SecurityTests(TestBroker broker) : IAsyncLifetime
{
    private const string Forged = "lagos.l1.directory";

    private readonly string _cluster = $"s{Guid.NewGuid():N}"[..9];
    private readonly List<TestNode> _nodes = [];
    private Dictionary<string, string> _passwords = [];

    public async Task InitializeAsync()
    {
        var file = Path.Combine(broker.Folder, $"{_cluster}-passwords");
        await broker.Run("env", $"PASSWORDS={file}", Script("make-cluster-users"), _cluster, "berlin", "lagos");
        _passwords = File.ReadLines(file).Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[1]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.Bus.DisposeAsync();
    }

    [Fact]
    public async Task A_cluster_works_with_these_users()
    {
        var (berlin, lagos, hq) = (await Node("berlin", "b1"), await Node("lagos", "l1"), await Node("hq", "t1"));
        foreach (var node in _nodes)
            node.Bus.Subscribe("*.*.directory");
        hq.Bus.Subscribe("*.*.to.hq.t1.#");
        lagos.Bus.Subscribe("*.*.to.lagos.l1.#");
        hq.Bus.Share("role.tmss.x", "*.*.role.tmss.x");
        lagos.Bus.Share("role.lmss.x", "*.*.role.lmss.x");
        hq.Bus.Claim("trunk");
        hq.Bus.Consume("records", 10);
        await lagos.Hears(berlin, "directory");
        await berlin.Hears(hq, "directory");
        await hq.Hears(berlin, "to.hq.t1.x");
        await lagos.Hears(berlin, "to.lagos.l1.x");
        await hq.Hears(berlin, "role.tmss.x");
        await lagos.Hears(hq, "role.lmss.x");
        await hq.Told<TestNode.Granted>(_ => true);
        await TestNode.Until(() => Offered(berlin), "no record came to be safe");
        (await hq.Told<TestNode.Delivered>(_ => true)).Origin.ShouldBe("berlin.b1");
        _nodes.SelectMany(node => node.Troubles()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("#")]
    [InlineData("*.*.#")]
    [InlineData("*.*.*.lagos.l1.x")]
    [InlineData("*.*.to.lagos.#")]
    [InlineData("*.*.to.hq.t1.x")]
    [InlineData("hq.*.to.lagos.l1.nonce-key")]
    [InlineData("*.*.role.tmss.x")]
    [InlineData("hq.t1.singleton.trunk")]
    public async Task A_branch_reads_only_what_it_must(string pattern)
    {
        var berlin = await Node("berlin", "b1");
        berlin.Bus.Subscribe(pattern);
        await TestNode.Until(() => berlin.Troubles().Any(trouble => trouble.Contains(pattern, StringComparison.Ordinal)), "it was not refused");
        berlin.Bus.Subscribe("*.*.directory");
        await berlin.Hears(berlin, "directory");
        berlin.Told<TestNode.Down>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("events", Forged)]
    [InlineData("events", "hq.t1.to.lagos.l1.nonce-key")]
    [InlineData("queues", "lagos.l1.records")]
    [InlineData("queues", "hq.t1.singleton.trunk")]
    public async Task A_branch_that_speaks_for_another_is_refused_and_the_honest_go_on(string exchange, string key)
    {
        var (lagos, hq) = (await Node("lagos", "l1"), await Node("hq", "t1"));
        hq.Bus.Subscribe("*.*.directory");
        await using var forger = await Connection("berlin");
        var channel = await forger.CreateChannelAsync();
        var closed = new TaskCompletionSource<ushort>(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, reason) =>
        {
            closed.TrySetResult(reason.ReplyCode);
            return Task.CompletedTask;
        };
        await channel.BasicPublishAsync($"{_cluster}.{exchange}", key, "forged"u8.ToArray());
        (await closed.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe((ushort)403);
        await hq.Hears(lagos, "directory");
        hq.Told<TestNode.Published>().ShouldNotContain(published => published.Body == "forged");
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("exchange")]
    [InlineData("get")]
    public async Task What_headquarters_tells_one_branch_is_read_by_no_other_by_whatever_way(string way)
    {
        var (lagos, hq) = (await Node("lagos", "l1"), await Node("hq", "t1"));
        await using var spy = await Connection("berlin");
        var channel = await spy.CreateChannelAsync();
        var own = $"{_cluster}.node.berlin.spy";
        await channel.ExchangeDeclareAsync(own, ExchangeType.Fanout);
        await channel.QueueDeclareAsync(own);
        var refused = await Should.ThrowAsync<OperationInterruptedException>(async () =>
        {
            switch (way)
            {
                case "queue": await channel.QueueBindAsync(own, $"{_cluster}.events", "hq.t1.to.lagos.l1.nonce-key"); break;
                case "exchange": await channel.ExchangeBindAsync(own, $"{_cluster}.events", "*.*.to.lagos.#"); break;
                default: await channel.BasicGetAsync($"{_cluster}.node.lagos.l1.any", autoAck: true); break;
            }
        });
        refused.ShutdownReason!.ReplyCode.ShouldBe((ushort)403);
        lagos.Bus.Subscribe("*.*.to.lagos.l1.#");
        await lagos.Hears(hq, "to.lagos.l1.nonce-key");
    }

    [Fact]
    public async Task What_reaches_an_exchange_by_a_detour_is_believed_by_nobody()
    {
        var (lagos, hq) = (await Node("lagos", "l1"), await Node("hq", "t1"));
        hq.Bus.Subscribe("*.*.directory");
        await hq.Hears(lagos, "directory");
        await using var forger = await Connection("berlin");
        await using var channel = await forger.CreateChannelAsync();
        var own = $"{_cluster}.node.berlin.detour";

        // The broker checks neither a dead letter's key nor what comes through an exchange bound to ours.
        await channel.ExchangeDeclareAsync(own, ExchangeType.Fanout);
        await channel.ExchangeBindAsync($"{_cluster}.events", own, "");
        await channel.QueueDeclareAsync($"{own}.letters", arguments: new Dictionary<string, object?>
        {
            ["x-message-ttl"] = 0,
            ["x-dead-letter-exchange"] = $"{_cluster}.events",
            ["x-dead-letter-routing-key"] = Forged,
        });
        await channel.QueueBindAsync($"{own}.letters", own, "");
        await channel.BasicPublishAsync(own, Forged, "forged"u8.ToArray());
        await TestNode.Until(() => hq.Bus.Statistics.Unvouched == 2, "the two did not come");
        hq.Told<TestNode.Published>().ShouldNotContain(published => published.Body == "forged");
        await hq.Hears(lagos, "directory");
    }

    [Fact]
    public async Task A_branch_cannot_raise_the_epoch_of_a_singleton_of_headquarters()
    {
        const long Huge = 1L << 50;
        var hq = await Node("hq", "t1");
        hq.Bus.Claim("trunk");
        await hq.Told<TestNode.Granted>(_ => true);
        hq.Bus.Release("trunk");
        await using var forger = await Connection("berlin");
        await using var channel = await forger.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));

        // The broker checks the key of a message, but not those that its header CC adds.
        var headers = new Dictionary<string, object?> { ["CC"] = new List<object?> { "hq.t1.singleton.trunk" }, [TokenPublisher.EpochHeader] = Huge };
        await channel.BasicPublishAsync($"{_cluster}.queues", "berlin.b1.singleton.trunk", mandatory: true, new BasicProperties { Headers = headers }, ReadOnlyMemory<byte>.Empty);
        hq.Bus.Claim("trunk");
        await TestNode.Until(() => hq.Told<TestNode.Granted>().Length == 2, "it was not granted again");
        hq.Told<TestNode.Granted>()[1].Epoch.ShouldBeInRange(hq.Told<TestNode.Granted>()[0].Epoch + 1, Huge - 1);
    }

    [Theory]
    [InlineData("guest", true)]
    [InlineData("stranger", false)]
    [InlineData("", false)]
    public async Task A_client_is_let_in_by_its_certificate(string certificate, bool letIn)
    {
        var files = certificate.Length == 0 ? ("", "") : broker.Certificates.Of(certificate);
        var node = Start(Tls() with { Certificate = files.Item1, PrivateKey = files.Item2, User = certificate == "guest" ? "" : "guest" });
        if (letIn)
            await node.Told<TestNode.Up>(_ => true);
        else
            await TestNode.Until(() => node.Troubles().Length > 0, "it was not refused");
        node.Told<TestNode.Up>().Length.ShouldBe(letIn ? 1 : 0);
    }

    [Theory]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", true)]
    public async Task A_broker_with_a_wrong_certificate_is_refused(string host, bool trusted)
    {
        var (certificate, key) = broker.Certificates.Of("guest");
        var node = Start(Tls() with
        {
            Uris = [$"amqps://{host}:{broker.TlsPort}"],
            Certificate = certificate,
            PrivateKey = key,
            Authorities = trusted ? broker.Certificates.Authority : broker.Certificates.StrangeAuthority,
        });
        await TestNode.Until(() => node.Troubles().Length > 0, "it was not refused");
        node.Troubles()[0].ShouldContain("certificate", Shouldly.Case.Insensitive);
        node.Told<TestNode.Up>().ShouldBeEmpty();
    }

    private static bool Offered(TestNode node)
    {
        node.Enqueue("records", $"{Guid.NewGuid()}");
        return SpinWait.SpinUntil(() => node.Told<TestNode.Enqueued>().Length > 0, 200);
    }

    private static string Script(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ActorPbx.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "scripts", name);
    }

    private RabbitMqSettings Tls() => broker.Settings() with
    {
        Uris = [$"amqps://localhost:{broker.TlsPort}"],
        Password = "guest",
        Authorities = broker.Certificates.Authority,
    };

    private Task<IConnection> Connection(string branch) => new ConnectionFactory
    {
        Port = broker.Port,
        HostName = "127.0.0.1",
        VirtualHost = _cluster,
        UserName = $"{_cluster}-{branch}",
        Password = _passwords[$"{_cluster}-{branch}"],
        AutomaticRecoveryEnabled = false,
    }.CreateConnectionAsync();

    private async Task<TestNode> Node(string branch, string name)
    {
        var user = $"{_cluster}-{branch}";
        var node = Start(broker.Settings() with { Uris = [$"amqp://127.0.0.1:{broker.Port}/{_cluster}"], User = user, Password = _passwords[user] }, branch, name);
        await node.Told<TestNode.Up>(_ => true);
        return node;
    }

    private TestNode Start(RabbitMqSettings settings, string branch = "berlin", string name = "b1")
    {
        var node = new TestNode(new RabbitMqBus(settings, _cluster, new BranchName(branch), new NodeName(name)), branch, name);
        _nodes.Add(node);
        node.Bus.Start(node);
        return node;
    }
}
