using System.Text;
using ActorPbx.Cluster.Bus;
using ActorPbx.Cluster.InProcess;
using ActorPbx.Cluster.Settings;
using ActorPbx.Cluster.Tests.Contract;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Cluster.Tests.InProcess;

/// <summary>What can be seen in virtual time only, or only by whoever speaks to the bus below the actor.</summary>
public sealed class ClusterActorTests() : TestKit(VirtualTime.Config)
{
    private readonly InProcessBroker _broker = new();

    [Fact]
    public void A_crashed_node_is_noticed_within_three_seconds_and_a_living_one_never_suspected()
    {
        var (hq, berlin, lagos) = (Node("hq", "t1", NodeRoles.Trunk), Node("berlin", "b1", NodeRoles.Local), Node("lagos", "l1", NodeRoles.Local));
        Pass(TimeSpan.FromMinutes(2));
        Events(hq).OfType<ClusterEvent.UnreachableMember>().ShouldBeEmpty();
        _broker.Silence((InProcessBus)berlin.Bus);
        Pass(TimeSpan.FromSeconds(3));
        Events(hq).OfType<ClusterEvent.UnreachableMember>().ShouldHaveSingleItem().Member.Name.Value.ShouldBe("b1");
        Events(berlin).OfType<ClusterEvent.BusLost>().ShouldHaveSingleItem();
        Events(lagos).ShouldNotContain(happened => happened is ClusterEvent.UnreachableMember);
    }

    [Fact]
    public void A_node_that_leaves_is_known_to_leave_and_to_be_gone_at_once()
    {
        var (hq, berlin) = (Node("hq", "t1", NodeRoles.Trunk), Node("berlin", "b1", NodeRoles.Local));
        Events(hq);
        berlin.Actor.Tell(new LeaveCluster(), ActorRefs.NoSender);
        Events(hq).ShouldHaveSingleItem().ShouldBeOfType<ClusterEvent.MemberLeft>();
        Watch(berlin.Actor);
        Sys.Stop(berlin.Actor);
        ExpectTerminated(berlin.Actor);
        Events(hq).ShouldHaveSingleItem().ShouldBeOfType<ClusterEvent.MemberRemoved>();
    }

    [Fact]
    public void A_dead_subscriber_is_not_subscribed()
    {
        var (hq, berlin) = (Node("hq", "t1", NodeRoles.Trunk), Node("berlin", "b1", NodeRoles.Local));
        var (stays, dies) = (CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new Subscribe("*.*.presence.#"), dies.Ref);
        hq.Actor.Tell(new Subscribe("*.*.presence.#"), stays.Ref);
        hq.Actor.Tell(new Subscribe("*.*.other"), dies.Ref);
        Sys.Stop(dies.Ref);
        AwaitAssert(() =>
        {
            var received = hq.Bus.Statistics.Received;
            berlin.Actor.Tell(new Publish("other", new NumbersStand(1, 1)), ActorRefs.NoSender);
            hq.Bus.Statistics.Received.ShouldBe(received);
        });
        berlin.Actor.Tell(new Publish("presence.1", new NumbersStand(1, 1)), ActorRefs.NoSender);
        stays.ExpectMsg<Published>();
    }

    [Fact]
    public void What_is_not_known_or_nonsense_is_dropped_and_counted()
    {
        var hq = Node("hq", "t1", NodeRoles.Trunk);
        var stranger = Raw("berlin", "b1");
        var (subscriber, server) = (CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new Subscribe("*.*.presence.#"), subscriber.Ref);
        hq.Actor.Tell(new Serve("echo"), server.Ref);
        stranger.Publish("presence.1", """{"n":"telepathy","v":1,"b":{}}""");
        stranger.Publish("to.hq.t1.echo", """{"n":"telepathy","v":1,"b":{}}""");
        hq.Statistics.Unknown.ShouldBe(2);
        stranger.Publish("presence.1", "noise");
        stranger.Publish("heartbeat", "noise");
        stranger.Publish("heartbeat", """{"n":"numbers-stand","v":1,"b":{"epoch":1,"version":1}}""");
        hq.Statistics.Malformed.ShouldBe(3);
        stranger.Publish("to.hq.t1.nothing", """{"n":"numbers-stand","v":1,"b":{"epoch":1,"version":1}}""");
        hq.Statistics.Unserved.ShouldBe(1);
        stranger.Publish("presence.1", """{"n":"numbers-stand","v":1,"b":{"epoch":1,"version":1}}""");
        subscriber.ExpectMsg<Published>().From.ShouldBe(new Origin(new BranchName("berlin"), new NodeName("b1")));
        server.ReceiveOne(TimeSpan.Zero).ShouldBeNull();
    }

    [Fact]
    public void A_message_of_a_queue_that_cannot_be_read_does_not_stand_in_the_way()
    {
        var hq = Node("hq", "t1", NodeRoles.Trunk);
        var stranger = Raw("berlin", "b1");
        var consumer = CreateTestProbe();
        hq.Actor.Tell(new Consume("records", 1), consumer.Ref);
        stranger.Bus.Enqueue("records", "bad", Encoding.UTF8.GetBytes("""{"n":"telepathy","v":1,"b":{}}"""));
        stranger.Bus.Enqueue("records", "good", Encoding.UTF8.GetBytes("""{"n":"numbers-stand","v":1,"b":{"epoch":1,"version":1}}"""));
        consumer.ExpectMsg<Delivered>().Key.ShouldBe("good");
        hq.Statistics.Unknown.ShouldBe(1);
    }

    [Fact]
    public void A_question_is_not_answered_by_another_node_than_was_asked()
    {
        var (hq, berlin) = (Node("hq", "t1", NodeRoles.Trunk), Node("berlin", "b1", NodeRoles.Local));
        var (lagos, asker, server) = (Raw("lagos", "l1"), CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new Serve("echo"), server.Ref);
        berlin.Actor.Tell(new AskNode(hq.Who.Branch, hq.Who.Name, "echo", new AskNumbers(), TimeSpan.FromSeconds(1), "token"), asker.Ref);
        var question = server.ExpectMsg<Received>().ReplyTo!.Id;
        lagos.Publish("to.berlin.b1.answers", $$$"""{"n":"numbers-stand","v":1,"a":"{{{question}}}","b":{"epoch":1,"version":1}}""");
        asker.ReceiveOne(TimeSpan.Zero).ShouldBeNull();
        hq.Actor.Tell(new Reply(new ReplyAddress(berlin.Who.Origin, question, 0), new NumbersStand(2, 2)), server.Ref);
        asker.ExpectMsg<Answered>().Message.ShouldBe(new NumbersStand(2, 2));
    }

    [Fact]
    public void A_question_ends_when_its_time_is_over_and_not_again_with_a_late_answer()
    {
        var (hq, berlin) = (Node("hq", "t1", NodeRoles.Trunk), Node("berlin", "b1", NodeRoles.Local));
        var (asker, server) = (CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new Serve("echo"), server.Ref);
        berlin.Actor.Tell(new AskNode(hq.Who.Branch, hq.Who.Name, "echo", new AskNumbers(), TimeSpan.FromSeconds(2), "token"), asker.Ref);
        var question = server.ExpectMsg<Received>();
        Pass(TimeSpan.FromSeconds(1.9));
        asker.ReceiveOne(TimeSpan.Zero).ShouldBeNull();
        Pass(TimeSpan.FromSeconds(0.2));
        asker.ExpectMsg<NotAnswered>().Token.ShouldBe("token");
        hq.Actor.Tell(new Reply(question.ReplyTo!, new NumbersStand(2, 2)), server.Ref);
        asker.ReceiveOne(TimeSpan.Zero).ShouldBeNull();
    }

    [Fact]
    public void A_fault_in_the_actor_loses_no_subscriber_and_no_service()
    {
        var (hq, berlin) = (Node("hq", "t1", NodeRoles.Trunk), Node("berlin", "b1", NodeRoles.Local));
        var server = CreateTestProbe();
        hq.Actor.Tell(new Serve("echo"), server.Ref);
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => hq.Actor.Tell(new Publish("a", new Unlisted()), ActorRefs.NoSender));
        berlin.Actor.Tell(new SendToNode(hq.Who.Branch, hq.Who.Name, "echo", new AskNumbers()), ActorRefs.NoSender);
        server.ExpectMsg<Received>();
        Pass(TimeSpan.FromMinutes(1));
        Events(berlin).ShouldNotContain(happened => happened is ClusterEvent.UnreachableMember, "the heart stopped");
    }

    [Fact]
    public void A_command_that_is_not_well_formed_is_refused()
    {
        var (hq, asker) = (Node("hq", "t1", NodeRoles.Trunk), CreateTestProbe());
        EventFilter.Error(contains: "not well formed").Expect(2, () =>
        {
            hq.Actor.Tell(new Subscribe("#"), asker.Ref);
            hq.Actor.Tell(new AskRole(NodeRoles.None, "echo", new AskNumbers(), TimeSpan.FromSeconds(1), "token"), asker.Ref);
        });
        asker.ExpectMsg<NotAnswered>().Token.ShouldBe("token");
    }

    [Fact]
    public void The_log_has_one_line_when_the_bus_goes_and_one_when_it_is_back()
    {
        var hq = Node("hq", "t1", NodeRoles.Trunk);
        Pass(TimeSpan.FromSeconds(10));
        EventFilter.Warning(start: "Degraded").ExpectOne(() =>
        {
            _broker.Silence((InProcessBus)hq.Bus);
            Pass(TimeSpan.FromMinutes(1));
        });
        hq.Statistics.BusFault.ShouldNotBeEmpty();
        EventFilter.Info(contains: "no longer degraded").ExpectOne(() =>
        {
            _broker.Heal((InProcessBus)hq.Bus);
            Pass(TimeSpan.FromMinutes(1));
        });
        hq.Statistics.BusFault.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_node_of_the_same_name_is_reported()
    {
        var first = Node("hq", "t1", NodeRoles.Trunk);
        EventFilter.Error(contains: "Another node calls itself hq.t1").ExpectOne(() => Node("hq", "t1", NodeRoles.Trunk, incarnation: 2));
        first.Who.Incarnation.ShouldBe(1);
    }

    [Fact]
    public void The_next_actor_on_a_node_that_is_a_singleton_has_an_epoch_of_its_own()
    {
        var hq = Node("hq", "t1", NodeRoles.Trunk);
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new ContendFor("trunk"), first.Ref);
        hq.Actor.Tell(new ContendFor("trunk"), second.Ref);
        first.ExpectMsg<SingletonGranted>().Epoch.ShouldBe(1);
        second.ReceiveOne(TimeSpan.Zero).ShouldBeNull();
        hq.Actor.Tell(new Resign("trunk"), first.Ref);
        second.ExpectMsg<SingletonGranted>().Epoch.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_starts_with_the_bus_that_its_settings_name_and_ends_with_a_farewell()
    {
        var settings = new ClusterSettings { Provider = ClusterProvider.InProcess };
        var node = ClusterNode.Start(Sys, settings, new NodeIdentity(BranchName.Headquarters, new NodeName("one"), 1, NodeRoles.Trunk | NodeRoles.Local, [], "1"));
        var probe = CreateTestProbe();
        AwaitAssert(() =>
        {
            node.Actor.Tell(new SubscribeToCluster(), probe.Ref);
            probe.FishForMessage<CurrentClusterState>(_ => true).Self.Status.ShouldBe(MemberStatus.Up);
        });
        var published = node.Bus.Published;
        await node.DisposeAsync();
        node.Bus.Published.ShouldBe(published + 1);
        Should.Throw<ArgumentException>(() => ClusterNode.Start(
            Sys, settings with { Provider = ClusterProvider.Rabbitmq }, new NodeIdentity(BranchName.Headquarters, new NodeName("two"), 1, NodeRoles.Trunk | NodeRoles.Local, [], "1")));
    }

    private static ClusterEvent[] Events(ClusterMember node)
    {
        var events = new List<ClusterEvent>();
        while (node.Events.ReceiveOne(TimeSpan.Zero) is { } message)
            if (message is ClusterEvent happened)
                events.Add(happened);
        return [.. events];
    }

    private ClusterMember Node(string branch, string name, NodeRoles roles, long incarnation = 1)
    {
        var bus = new InProcessBus(_broker, branch, name);
        var who = new NodeIdentity(new BranchName(branch), new NodeName(name), incarnation, roles, [], "1");
        var statistics = new ClusterStatistics();
        var actor = Sys.ActorOf(ClusterActor.For(who, new ClusterSettings(), bus, statistics).WithDispatcher(CallingThreadDispatcher.Id));
        var events = CreateTestProbe();
        actor.Tell(new SubscribeToCluster(), events.Ref);
        return new ClusterMember(who, actor, bus, events, statistics);
    }

    private TestNode Raw(string branch, string name)
    {
        IBus bus = new InProcessBus(_broker, branch, name);
        var node = new TestNode(bus, branch, name);
        bus.Start(node);
        return node;
    }

    private void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(50))
            VirtualTime.Advance(Sys, TimeSpan.FromMilliseconds(50));
    }

    private sealed record Unlisted : ClusterMessage;
}
