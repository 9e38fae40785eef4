using ActorPbx.Cluster.InProcess;
using ActorPbx.Cluster.Tests.Contract;

namespace ActorPbx.Cluster.Tests.InProcess;

public sealed class InProcessBrokerTests
{
    private readonly InProcessBroker _broker = new(queueLimit: 2);

    [Fact]
    public void A_node_cannot_publish_under_another_name()
    {
        var berlin = Started("berlin", "b1");
        Should.Throw<ArgumentException>(() => berlin.Bus.Publish("lagos.l1.a", default, TimeSpan.Zero));
        Should.Throw<ArgumentException>(() => berlin.Bus.Publish("berlin.b10.a", default, TimeSpan.Zero));
        Should.Throw<ArgumentException>(() => berlin.Bus.Publish("berlin.b1", default, TimeSpan.Zero));
    }

    [Fact]
    public void A_full_queue_refuses_and_has_room_again_when_something_is_settled()
    {
        var (berlin, hq) = (Started("berlin", "b1"), Started("hq", "t1"));
        foreach (var key in new[] { "a", "b", "c" })
            berlin.Enqueue("records", key);
        berlin.Told<TestNode.NotEnqueued>().ShouldHaveSingleItem().Key.ShouldBe("c");
        hq.Bus.Consume("records", 1);
        berlin.Told<TestNode.Enqueued>().ShouldBeEmpty("nothing is safe in a queue without a disk before it is settled");
        hq.Bus.Settle("records", hq.Told<TestNode.Delivered>()[0].Tag);
        berlin.Told<TestNode.Enqueued>().ShouldHaveSingleItem().Key.ShouldBe("a");
        berlin.Enqueue("records", "c");
        berlin.Told<TestNode.NotEnqueued>().Length.ShouldBe(1);
    }

    [Fact]
    public void A_silenced_node_loses_all_without_noticing_and_learns_it_when_healed()
    {
        var (first, second) = (Started("hq", "t1"), Started("hq", "t2"));
        first.Bus.Claim("trunk");
        second.Bus.Claim("trunk");
        second.Bus.Subscribe("#");
        _broker.Silence((InProcessBus)first.Bus);
        second.Told<TestNode.Granted>().ShouldHaveSingleItem().Epoch.ShouldBe(2);
        first.Publish("a", "into the void");
        second.Told<TestNode.Published>().ShouldBeEmpty();
        first.Told().Select(told => told.GetType()).ShouldBe([typeof(TestNode.Up), typeof(TestNode.Granted)]);
        _broker.Heal((InProcessBus)first.Bus);
        first.Told().Skip(2).Select(told => told.GetType()).ShouldBe([typeof(TestNode.Lost), typeof(TestNode.Down), typeof(TestNode.Up)]);
    }

    [Fact]
    public void What_a_sink_causes_comes_after_what_was_there_before()
    {
        var (first, second) = (Started("hq", "t1"), Started("hq", "t2"));
        var echo = new InProcessBus(_broker, "hq", "echo");
        echo.Start(new EchoSink(echo));
        echo.Subscribe("hq.t1.ask");
        second.Bus.Subscribe("#");
        first.Publish("ask", "1");
        second.Told<TestNode.Published>().Select(published => published.Topic).ShouldBe(["hq.t1.ask", "hq.echo.answer"]);
    }

    [Fact]
    public async Task A_node_that_left_is_told_nothing_more()
    {
        var (berlin, hq) = (Started("berlin", "b1"), Started("hq", "t1"));
        hq.Bus.Subscribe("#");
        await hq.Bus.DisposeAsync();
        berlin.Publish("a", "1");
        _broker.Heal((InProcessBus)hq.Bus);
        berlin.Publish("a", "2");
        hq.Told<TestNode.Published>().ShouldBeEmpty();
    }

    private TestNode Started(string branch, string name)
    {
        var node = new TestNode(new InProcessBus(_broker, branch, name), branch, name);
        node.Bus.Start(node);
        return node;
    }
}
