using System.Text;
using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>A broker that dies, stands still, is short of memory, or is not there at all.</summary>
[Collection(BrokerTests.Name)]
public sealed class OutageTests(TestBroker broker) : IAsyncLifetime
{
    private const int Records = 400;

    private readonly RabbitMqLab _lab = new(broker);
    private readonly List<TestNode> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.Bus.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task A_broker_killed_and_started_again_gives_back_all_that_it_confirmed()
    {
        var (berlin, hq, other) = (await Node("berlin", "b1"), await Node("hq", "t1"), await Node("hq", "t2"));
        hq.Bus.Subscribe("berlin.#");
        hq.Bus.Claim("trunk");
        var before = await hq.Told<TestNode.Granted>(_ => true);
        other.Bus.Claim("trunk");
        hq.Bus.Consume("records", 50);
        using var settled = new Settler(hq);
        var owner = new Outbox(berlin);
        owner.Offer(Records / 2);
        await TestNode.Until(() => owner.Safe.Count > 20, "nothing is confirmed");

        await broker.FlushRegisters();
        owner.Offer(Records / 4);
        await broker.Kill();
        await Task.WhenAll(_nodes.Select(node => node.Told<TestNode.Down>(_ => true)));
        await broker.Start();
        owner.Offer(Records / 4);
        await TestNode.Until(() => owner.TryAgain() == Records, "not all is confirmed in the end");
        await TestNode.Until(() => settled.Keys.Count == Records, "a confirmed record is lost");

        owner.AnsweredTwice.ShouldBeEmpty();
        await hq.Hears(berlin, "presence");
        await TestNode.Until(() => Holders(hq, other).Any(granted => granted.Epoch > before.Epoch), "the singleton has no holder any more");
        Holders(hq, other).Select(granted => granted.Epoch).ShouldBeUnique();
    }

    [Fact]
    public async Task A_broker_that_answers_nothing_is_given_up()
    {
        var hq = Started(_lab.Create("hq", "t1", settings => settings with { Heartbeat = TimeSpan.FromSeconds(1) }), "hq", "t1");
        hq.Bus.Claim("trunk");
        await hq.Told<TestNode.Granted>(_ => true);
        await broker.Freeze();
        try
        {
            await hq.Told<TestNode.Down>(_ => true);
            hq.Told<TestNode.Lost>().Length.ShouldBe(hq.Told<TestNode.Down>().Length);
        }
        finally
        {
            await broker.Thaw();
        }

        await TestNode.Until(() => hq.Told<TestNode.Granted>().Length >= 2, "the singleton did not come back");
        hq.Told<TestNode.Granted>().Select(granted => granted.Epoch).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task A_broker_short_of_memory_takes_nothing_but_still_gives()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        for (var number = 0; number < 3; number++)
            berlin.Enqueue("records", $"k{number}");
        await TestNode.Until(() => berlin.Told<TestNode.Enqueued>().Length == 3, "not all is confirmed");
        await broker.Evaluate("rabbit_alarm:set_alarm({{resource_limit, memory, node()}, []}).");
        try
        {
            await TestNode.Until(() => Refused(berlin), "the broker still takes messages");
            hq.Bus.Consume("records", 1);
            for (var number = 1; number <= 3; number++)
            {
                await TestNode.Until(() => hq.Told<TestNode.Delivered>().Length == number, "what was settled holds up the next");
                hq.Bus.Settle("records", hq.Told<TestNode.Delivered>()[^1].Tag);
            }

            berlin.Enqueue("records", "late");
            await berlin.Told<TestNode.NotEnqueued>(refused => refused.Key == "late");
        }
        finally
        {
            await broker.Evaluate("rabbit_alarm:clear_alarm({resource_limit, memory, node()}).");
        }

        hq.Bus.Subscribe("berlin.#");
        await hq.Hears(berlin, "presence");
        await TestNode.Until(() => Accepted(berlin), "the broker takes no records again");
        berlin.Told<TestNode.Down>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broker_that_comes_later_is_found()
    {
        var bus = _lab.Create("berlin", "b1");
        await _lab.Cut(bus);
        var berlin = Keep(new TestNode(bus, "berlin", "b1"));
        bus.Start(berlin);
        await TestNode.Until(() => berlin.Troubles().Length > 0, "nobody is told why");
        berlin.Publish("a", "dropped");
        bus.Statistics.Dropped.ShouldBe(1);
        berlin.Enqueue("records", "k0");
        await berlin.Told<TestNode.NotEnqueued>(_ => true);
        bus.Subscribe("berlin.#");
        await _lab.Heal(bus);
        await berlin.Told<TestNode.Up>(_ => true);
        await berlin.Hears(berlin, "a");
    }

    [Fact]
    public async Task Of_several_brokers_one_that_answers_is_taken_and_when_it_is_lost_another()
    {
        await using var other = new TcpGate(broker.Port);
        var bus = _lab.Create("berlin", "b1", settings => settings with
        {
            Uris = [$"amqp://127.0.0.1:{FreePort.Next()}", .. settings.Uris, $"amqp://127.0.0.1:{other.Port}"],
        });
        var berlin = Keep(new TestNode(bus, "berlin", "b1"));
        bus.Start(berlin);
        await berlin.Told<TestNode.Up>(_ => true);
        await _lab.Cut(bus);
        await TestNode.Until(() => berlin.Told<TestNode.Up>().Length == 2, "the other broker was not taken");
        bus.Statistics.Reconnections.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_keeps_what_it_has()
    {
        var berlin = Started(_lab.Create("berlin", "b1", settings => settings with { DurableQueueLength = 5 }), "berlin", "b1");
        var hq = await Node("hq", "t1");
        await berlin.Told<TestNode.Up>(_ => true);
        await TestNode.Until(() => Overflows(berlin), "the queue never was full");
        var safe = berlin.Told<TestNode.Enqueued>().Select(enqueued => enqueued.Key).ToArray();
        hq.Bus.Consume("records", 100);
        await TestNode.Until(() => hq.Told<TestNode.Delivered>().Select(delivered => delivered.Key).Intersect(safe).Count() == safe.Length, "a confirmed record is lost");
    }

    [Fact]
    public async Task A_message_that_nobody_took_in_its_lifetime_is_gone()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Share("role.tmss.x", "*.*.role.tmss.x");
        await hq.Hears(berlin, "role.tmss.x");
        hq.Told<TestNode.Published>().ShouldAllBe(published => published.Body.StartsWith("probe", StringComparison.Ordinal));
        berlin.Bus.Publish("berlin.b1.role.tmss.x", Encoding.UTF8.GetBytes("too old"), TimeSpan.Zero);
        await berlin.Told<TestNode.Up>(_ => true);
        await TestNode.Until(() => berlin.Bus.Statistics.Dropped > 0 || hq.Told<TestNode.Published>().Any(published => published.Body == "too old"), "it is neither dropped nor taken");
    }

    private static TestNode.Granted[] Holders(params TestNode[] nodes) => [.. nodes.SelectMany(node => node.Told<TestNode.Granted>())];

    private static bool Refused(TestNode node)
    {
        node.Enqueue("records", $"probe {Guid.NewGuid()}");
        return node.Told<TestNode.NotEnqueued>().Length > 0;
    }

    private static bool Accepted(TestNode node)
    {
        var before = node.Told<TestNode.Enqueued>().Length;
        node.Enqueue("records", $"probe {Guid.NewGuid()}");
        return SpinWait.SpinUntil(() => node.Told<TestNode.Enqueued>().Length > before, 1000);
    }

    private static bool Overflows(TestNode node)
    {
        node.Enqueue("records", $"k{Guid.NewGuid()}");
        return node.Told<TestNode.NotEnqueued>().Length > 0;
    }

    private async Task<TestNode> Node(string branch, string name)
    {
        var node = Started(_lab.Create(branch, name), branch, name);
        await node.Told<TestNode.Up>(_ => true);
        return node;
    }

    private TestNode Started(Cluster.Bus.IBus bus, string branch, string name)
    {
        var node = Keep(new TestNode(bus, branch, name));
        bus.Start(node);
        return node;
    }

    private TestNode Keep(TestNode node)
    {
        _nodes.Add(node);
        return node;
    }
}
