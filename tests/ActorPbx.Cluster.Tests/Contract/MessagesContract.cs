using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;
using ActorPbx.Pbx.Numbers;

namespace ActorPbx.Cluster.Tests.Contract;

/// <summary>How actors of different nodes speak over every engine.</summary>
public abstract class MessagesContract(Config config) : ClusterContract(config)
{
    [Fact]
    public void What_is_published_reaches_the_actors_whose_patterns_fit()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(hq, berlin);
        var (wide, exact, other) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new Subscribe("*.*.presence.#"), wide.Ref);
        hq.Actor.Tell(new Subscribe("berlin.*.presence.4711"), exact.Ref);
        hq.Actor.Tell(new Subscribe("lagos.*.presence.*"), other.Ref);
        var came = Repeated(() => berlin.Actor.Tell(new Publish("presence.4711", new NumbersStand(1, 2)), ActorRefs.NoSender), exact);
        came.ShouldBe(new Published(berlin.Who.Origin, "presence.4711", new NumbersStand(1, 2)));
        Told<Published>(wide).ShouldBe(came);
        other.ReceiveOne(TimeSpan.Zero).ShouldBeNull();
    }

    [Fact]
    public void A_question_to_a_node_is_answered()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(hq, berlin);
        Echo(hq, new Serve("echo"));
        var answer = Answer(berlin, token => new AskNode(hq.Who.Branch, hq.Who.Name, "echo", new NumbersStand(3, 4), AskTimeout, token));
        (answer.From, answer.Message).ShouldBe((hq.Who.Origin, new NumbersStand(3, 4)));
    }

    [Fact]
    public void A_question_that_nobody_serves_or_hears_ends_without_an_answer()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(hq, berlin);
        Sees(berlin, hq);
        var probe = CreateTestProbe();
        berlin.Actor.Tell(new AskNode(hq.Who.Branch, hq.Who.Name, "nothing", new AskNumbers(), AskTimeout, "unserved"), probe.Ref);
        Told<NotAnswered>(probe).Reason.ShouldBe("hq.t1 does not serve nothing");
        berlin.Actor.Tell(new AskNode(hq.Who.Branch, new NodeName("t9"), "echo", new AskNumbers(), TimeSpan.FromSeconds(1), "unheard"), probe.Ref);
        Told<NotAnswered>(probe).Token.ShouldBe("unheard");
    }

    [Fact]
    public void A_service_ends_with_its_actor()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(hq, berlin);
        Sees(berlin, hq);
        var echo = Echo(hq, new Serve("echo"));
        ClusterCommand Ask(object token) => new AskNode(hq.Who.Branch, hq.Who.Name, "echo", new AskNumbers(), TimeSpan.FromSeconds(1), token);
        Answer(berlin, Ask);
        Sys.Stop(echo);
        var probe = CreateTestProbe();
        for (object? outcome = null; outcome is not NotAnswered { Reason: "hq.t1 does not serve echo" };)
        {
            berlin.Actor.Tell(Ask("late"), probe.Ref);
            outcome = Told<object>(probe, told => told is Answered or NotAnswered);
        }
    }

    [Fact]
    public async Task A_question_to_a_role_is_answered_by_one_of_its_nodes_and_by_another_when_that_is_gone()
    {
        var (first, second, berlin) = (Tmss("t1"), Tmss("t2"), Lmss("berlin"));
        Sees(berlin, first);
        Sees(berlin, second);
        Echo(first, new Serve("echo"));
        Echo(second, new Serve("echo"));
        Echo(berlin, new Serve("echo"));
        ClusterCommand Ask(object token) => new AskRole(NodeRoles.Trunk, "echo", new AskNumbers(), TimeSpan.FromSeconds(1), token);
        Answer(berlin, Ask, answer => answer.From == first.Who.Origin);
        Answer(berlin, Ask, answer => answer.From == second.Who.Origin);
        await Lab.Cut(first.Bus);
        for (var round = 0; round < 5; round++)
            Answer(berlin, Ask).From.Branch.ShouldBe(BranchName.Headquarters);
    }

    [Fact]
    public async Task Without_the_bus_questions_to_others_end_at_once_and_those_to_oneself_are_answered()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(berlin, hq);
        Echo(berlin, new Serve("echo"));
        await Lab.Cut(berlin.Bus);
        Told<ClusterEvent.BusLost>(berlin.Events);
        var probe = CreateTestProbe();
        berlin.Actor.Tell(new AskNode(hq.Who.Branch, hq.Who.Name, "echo", new AskNumbers(), TimeSpan.FromHours(1), 1), probe.Ref);
        Told<NotAnswered>(probe).Reason.ShouldStartWith("there is no bus");
        berlin.Actor.Tell(new AskNode(berlin.Who.Branch, berlin.Who.Name, "echo", new AskNumbers(), TimeSpan.FromHours(1), 2), probe.Ref);
        Told<Answered>(probe).From.ShouldBe(berlin.Who.Origin);
    }

    [Fact]
    public void A_question_to_a_singleton_reaches_whoever_it_is()
    {
        var (first, second, berlin) = (Tmss("t1"), Tmss("t2"), Lmss("berlin"));
        var (one, other) = (CreateTestProbe(), CreateTestProbe());
        first.Actor.Tell(new ContendFor("trunk.dtag"), one.Ref);
        var before = Told<SingletonGranted>(one);
        second.Actor.Tell(new ContendFor("trunk.dtag"), other.Ref);
        ClusterCommand Ask(object token) => new AskSingleton("trunk.dtag", new NumbersStand(1, 1), TimeSpan.FromSeconds(1), token);
        Answer(berlin, Ask, meanwhile: () => Serve(first, one)).From.ShouldBe(first.Who.Origin);
        Watch(one.Ref);
        Sys.Stop(one.Ref);
        ExpectTerminated(one.Ref);
        Told<SingletonGranted>(other).Epoch.ShouldBeGreaterThan(before.Epoch);
        Answer(berlin, Ask, meanwhile: () => Serve(second, other)).From.ShouldBe(second.Who.Origin);
    }

    [Fact]
    public async Task A_singleton_that_loses_the_bus_is_told_and_its_late_answers_are_refused()
    {
        var (first, second, berlin) = (Tmss("t1"), Tmss("t2"), Lmss("berlin"));
        var (one, other) = (CreateTestProbe(), CreateTestProbe());
        first.Actor.Tell(new ContendFor("trunk.dtag"), one.Ref);
        Told<SingletonGranted>(one);
        second.Actor.Tell(new ContendFor("trunk.dtag"), other.Ref);
        Sees(berlin, first);
        Sees(berlin, second);

        // A question is with the old one when it ends to be it, and a newer one answers another before it does.
        var late = CreateTestProbe();
        Received? held = null;
        for (var attempt = 0; held is null; attempt++)
        {
            berlin.Actor.Tell(new AskSingleton("trunk.dtag", new NumbersStand(1, 1), TimeSpan.FromMinutes(2), "late"), late.Ref);
            for (var glance = 0; glance < 10 && held is null; glance++, Pass())
                held = one.ReceiveOne(Glance) as Received;
        }

        await Lab.Cut(first.Bus);
        Told<SingletonLost>(one);
        Told<SingletonGranted>(other);
        Answer(berlin, token => new AskSingleton("trunk.dtag", new NumbersStand(1, 1), TimeSpan.FromSeconds(1), token), meanwhile: () => Serve(second, other));
        await Lab.Heal(first.Bus);
        Told<ClusterEvent.BusRestored>(first.Events);
        first.Actor.Tell(new Reply(held.ReplyTo!, new NumbersStand(6, 6)), one.Ref);

        // What the node sends after it comes after it: when this is answered, the late answer has been refused.
        Echo(berlin, new Serve("echo"));
        Answer(first, token => new AskNode(berlin.Who.Branch, berlin.Who.Name, "echo", new AskNumbers(), TimeSpan.FromSeconds(1), token));
        late.ReceiveOne(TimeSpan.Zero).ShouldBeNull();
    }

    [Fact]
    public void What_is_enqueued_is_delivered_with_its_key_and_answered_for()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(berlin, hq);
        var (sender, consumer) = (CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new Consume("records", 10), consumer.Ref);
        berlin.Actor.Tell(new Enqueue("records", "key-1", new NumbersStand(1, 2)), sender.Ref);
        var delivered = Told<Delivered>(consumer);
        (delivered.From, delivered.Key, delivered.Message).ShouldBe((berlin.Who.Origin, "key-1", new NumbersStand(1, 2)));
        hq.Actor.Tell(new Settle("records", delivered.Tag), consumer.Ref);
        Told<Enqueued>(sender).ShouldBe(new Enqueued("records", "key-1"));
    }

    [Fact]
    public void What_a_consumer_that_died_had_not_settled_goes_to_the_next()
    {
        var (hq, berlin) = (Tmss("t1"), Lmss("berlin"));
        Sees(berlin, hq);
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        hq.Actor.Tell(new Consume("records", 10), first.Ref);
        berlin.Actor.Tell(new Enqueue("records", "key-1", new NumbersStand(1, 2)), ActorRefs.NoSender);
        Told<Delivered>(first);
        Watch(first.Ref);
        Sys.Stop(first.Ref);
        ExpectTerminated(first.Ref);
        hq.Actor.Tell(new Consume("records", 10), second.Ref);
        Told<Delivered>(second).Key.ShouldBe("key-1");
    }

    private static void Serve(ClusterMember node, TestProbe singleton)
    {
        while (singleton.ReceiveOne(TimeSpan.Zero) is { } message)
            if (message is Received { ReplyTo: not null } received)
                node.Actor.Tell(new Reply(received.ReplyTo, received.Message), singleton.Ref);
    }

    private Published Repeated(Action publish, TestProbe subscriber)
    {
        for (var attempt = 0; attempt < 1000; attempt++, Pass())
        {
            publish();
            if (subscriber.ReceiveOne(Glance) is Published published)
                return published;
        }

        throw new TimeoutException("nothing came");
    }
}
