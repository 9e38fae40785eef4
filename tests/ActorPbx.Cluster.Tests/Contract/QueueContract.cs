namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>What every engine holds to with durable queues.</summary>
public abstract class QueueContract : BusContract
{
    [Fact]
    public async Task A_queue_keeps_what_is_in_it_until_somebody_takes_it()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        for (var number = 0; number < 5; number++)
            berlin.Enqueue("records", $"k{number}");
        hq.Bus.Consume("records", 10);
        await Came(hq, 5);
        var all = hq.Told<TestNode.Delivered>();
        all.Select(delivered => delivered.Key).ShouldBe(["k0", "k1", "k2", "k3", "k4"]);
        all.ShouldAllBe(delivered => delivered.Origin == "berlin.b1" && delivered.Queue == "records" && delivered.Body == "body of " + delivered.Key);
        all.Select(delivered => delivered.Tag).ShouldBeInOrder();
    }

    [Fact]
    public async Task Each_message_is_answered_for()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Consume("records", 10);
        for (var number = 0; number < 5; number++)
            berlin.Enqueue("records", $"k{number}");
        await Came(hq, 5);
        hq.Bus.Settle("records", hq.Told<TestNode.Delivered>()[^1].Tag);
        await TestNode.Until(() => berlin.Told<TestNode.Enqueued>().Length == 5, "not all are safe");
        berlin.Told<TestNode.Enqueued>().Select(enqueued => enqueued.Key).Order().ShouldBe(["k0", "k1", "k2", "k3", "k4"]);
    }

    [Fact]
    public async Task No_more_come_ahead_than_wanted()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Consume("records", 2);
        hq.Bus.Consume("marker", 1);
        for (var number = 0; number < 5; number++)
            berlin.Enqueue("records", $"k{number}");
        await Came(hq, 2);
        berlin.Enqueue("marker", "m");
        await hq.Told<TestNode.Delivered>(delivered => delivered.Queue == "marker");
        Taken(hq).Length.ShouldBe(2);
        hq.Bus.Settle("records", Taken(hq)[1].Tag);
        await Came(hq, 4);
        Taken(hq).Select(delivered => delivered.Key).ShouldBe(["k0", "k1", "k2", "k3"]);
    }

    [Fact]
    public async Task What_was_not_settled_comes_again_and_what_was_does_not()
    {
        var (berlin, first, second) = (await Node("berlin", "b1"), await Node("hq", "t1"), await Node("hq", "t2"));
        first.Bus.Consume("records", 10);
        for (var number = 0; number < 5; number++)
            berlin.Enqueue("records", $"k{number}");
        await Came(first, 5);
        first.Bus.Settle("records", Taken(first)[1].Tag);
        first.Bus.Abandon("records");
        second.Bus.Consume("records", 10);
        await Came(second, 3);
        Taken(second).Select(delivered => delivered.Key).ShouldBe(["k2", "k3", "k4"]);
    }

    [Fact]
    public async Task What_a_consumer_that_lost_the_bus_had_not_settled_goes_to_another()
    {
        var (berlin, first, second) = (await Node("berlin", "b1"), await Node("hq", "t1"), await Node("hq", "t2"));
        first.Bus.Consume("records", 10);
        berlin.Enqueue("records", "k0");
        await Came(first, 1);
        await Lab.Cut(first.Bus);
        await first.Told<TestNode.Down>(_ => true);
        second.Bus.Consume("records", 10);
        await Came(second, 1);
    }

    [Fact]
    public async Task A_consumer_that_has_the_bus_again_consumes_again()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Consume("records", 1);
        berlin.Enqueue("records", "k0");
        await Came(hq, 1);
        await Lab.Cut(hq.Bus);
        await hq.Told<TestNode.Down>(_ => true);
        await Lab.Heal(hq.Bus);
        await Came(hq, 2);
        Taken(hq).Select(delivered => delivered.Key).ShouldBe(["k0", "k0"]);
    }

    [Fact]
    public async Task What_was_delivered_before_the_bus_was_lost_cannot_be_settled_after()
    {
        var (berlin, hq) = (await Node("berlin", "b1"), await Node("hq", "t1"));
        hq.Bus.Consume("records", 10);
        berlin.Enqueue("records", "k0");
        await Came(hq, 1);
        await Lab.Cut(hq.Bus);
        await hq.Told<TestNode.Down>(_ => true);
        await Lab.Heal(hq.Bus);
        await Came(hq, 2);
        var tags = Taken(hq).Select(delivered => delivered.Tag).ToArray();
        tags[1].ShouldBeGreaterThan(tags[0]);
        hq.Bus.Settle("records", tags[0]);
        hq.Bus.Abandon("records");
        var other = await Node("hq", "t2");
        other.Bus.Consume("records", 10);
        await Came(other, 1);
    }

    [Fact]
    public async Task Without_the_bus_nothing_is_safe()
    {
        var berlin = await Node("berlin", "b1");
        await Lab.Cut(berlin.Bus);
        await berlin.Told<TestNode.Down>(_ => true);
        berlin.Enqueue("records", "k0");
        await berlin.Told<TestNode.NotEnqueued>(refused => refused.Key == "k0");
    }

    private static TestNode.Delivered[] Taken(TestNode node) => [.. node.Told<TestNode.Delivered>().Where(delivered => delivered.Queue == "records")];

    private static Task Came(TestNode node, int count) => TestNode.Until(() => Taken(node).Length >= count, $"{count} did not come");
}
