using ActorPbx.Kernel.TestKit.TestActors;
using Broadcast = ActorPbx.Kernel.Routing.Broadcast;

namespace ActorPbx.Kernel.Tests.Routing;

public sealed class RouterTests : Kernel.TestKit.Xunit2.TestKit
{
    private const string Deployments = """
        akka.actor.deployment {
          /configured { router = round-robin-pool, nr-of-instances = 4 }
          /grouped { router = round-robin-group, routees.paths = ["/user/one", "/user/two"] }
          /unknown { router = nonsense }
        }
        """;

    public RouterTests() : base(Deployments.Replace("/unknown { router = nonsense }", ""))
    {
    }

    private int Routees(IActorRef router) => router.Ask<Routees>(GetRoutees.Instance, TimeSpan.FromSeconds(5)).GetAwaiter().GetResult().Members.Count();

    private IActorRef Pool(RouterConfig pool) => Sys.ActorOf(Props.Create(() => new Named(TestActor)).WithRouter(pool));

    private string[] Receivers(int count) => [.. ReceiveN(count, TimeSpan.FromSeconds(10)).Cast<string>()];

    [Fact]
    public void A_ring_is_the_same_whatever_way_it_came_about()
    {
        // Enough places that some nodes want the same one.
        var names = Enumerable.Range(0, 2000).Select(i => $"node-{i}").ToArray();
        var places = names.SelectMany(n => ConsistentHash.PointsOf(n, 100)).ToArray();
        places.Distinct().Count().ShouldBeLessThan(places.Length);

        var forth = ConsistentHash.Create(names, 100);
        var back = ConsistentHash.Create(names.Reverse(), 100);
        var grown = ConsistentHash.Create(names.Skip(1), 100) + names[0];
        var shrunk = ConsistentHash.Create(names.Append("leaver"), 100) - "leaver";
        foreach (var key in Enumerable.Range(0, 5000).Select(i => $"key-{i}"))
        {
            var node = forth.NodeFor(key);
            back.NodeFor(key).ShouldBe(node);
            grown.NodeFor(key).ShouldBe(node);
            shrunk.NodeFor(key).ShouldBe(node);
        }
    }

    [Fact]
    public void Scattering_to_nobody_fails_at_once()
    {
        var router = Sys.ActorOf(new ScatterGatherFirstCompletedPool(0, TimeSpan.FromMinutes(1)).Props(Props.Empty));
        router.Tell("hello", TestActor);
        ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<AskTimeoutException>();
    }

    [Fact]
    public void Round_robin_gives_every_routee_the_same_share()
    {
        var router = Pool(new RoundRobinPool(3));
        for (var i = 0; i < 9; i++)
            router.Tell("x");
        Receivers(9).GroupBy(name => name).Select(g => g.Count()).ShouldBe([3, 3, 3]);
    }

    [Fact]
    public void A_broadcast_reaches_every_routee_of_any_router()
    {
        foreach (var pool in new RouterConfig[] { new BroadcastPool(3), new RandomPool(3), new RoundRobinPool(3), new SmallestMailboxPool(3), new ConsistentHashingPool(3) })
        {
            Pool(pool).Tell(new Broadcast("x"));
            Receivers(3).Distinct().Count().ShouldBe(3, pool.GetType().Name);
        }
    }

    [Fact]
    public void Equal_keys_go_to_the_same_routee()
    {
        var router = Pool(new ConsistentHashingPool(5).WithHashMapping(m => m is string s ? s : null));
        foreach (var key in new[] { "a", "b", "c", "d" })
        {
            router.Tell(key);
            router.Tell(key);
            router.Tell(new ConsistentHashableEnvelope(1, key));
            Receivers(3).Distinct().Count().ShouldBe(1);
        }

        EventFilter.Warning(contains: "must be handled by hashMapping").ExpectOne(() => router.Tell(4.2));
    }

    [Fact]
    public void A_ring_moves_few_keys_when_a_node_comes_or_goes()
    {
        var ring = ConsistentHash.Create(Enumerable.Range(0, 10).Select(i => $"node{i}"), 100);
        var keys = Enumerable.Range(0, 1000).Select(i => $"key{i}").ToArray();
        var more = ring + "node10";
        keys.Count(key => ring.NodeFor(key) != more.NodeFor(key)).ShouldBeInRange(20, 250);
        keys.ShouldAllBe(key => (more - "node10").NodeFor(key) == ring.NodeFor(key));
        ring.NodeFor("key1").ShouldBe(ConsistentHash.Create(Enumerable.Range(0, 10).Reverse().Select(i => $"node{i}"), 100).NodeFor("key1"));
    }

    [Fact]
    public void The_smallest_mailbox_is_one_whose_actor_is_idle()
    {
        var gate = new ManualResetEventSlim();
        var router = Sys.ActorOf(Props.Create(() => new Busy(TestActor, gate)).WithRouter(new SmallestMailboxPool(2)));
        router.Tell("block");
        var busy = ExpectMsg<string>();
        for (var i = 0; i < 3; i++)
        {
            router.Tell("work");
            ExpectMsg<string>().ShouldNotBe(busy);
            AwaitCondition(() => true);
        }

        gate.Set();
    }

    [Fact]
    public async Task The_first_answer_counts_and_its_lack_is_told()
    {
        var echoes = Sys.ActorOf(SimpleEchoActor.Props().WithRouter(new ScatterGatherFirstCompletedPool(3, TimeSpan.FromSeconds(3))));
        (await echoes.Ask<string>("hi", TimeSpan.FromSeconds(5))).ShouldBe("hi");
        var holes = Sys.ActorOf(BlackHoleActor.Props.WithRouter(new ScatterGatherFirstCompletedPool(2, TimeSpan.FromMilliseconds(50))));
        holes.Tell("hi");
        ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<AskTimeoutException>();
    }

    [Fact]
    public async Task Tail_chopping_asks_one_after_the_other()
    {
        var router = Pool(new TailChoppingPool(3, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(20)));
        router.Tell("x");
        Receivers(3).Distinct().Count().ShouldBe(3);
        var echo = Sys.ActorOf(SimpleEchoActor.Props().WithRouter(new TailChoppingPool(3, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1))));
        (await echo.Ask<string>("hi", TimeSpan.FromSeconds(5))).ShouldBe("hi");
    }

    [Fact]
    public void Routees_come_and_go_by_management_messages()
    {
        var router = Pool(new RoundRobinPool(2));
        Routees(router).ShouldBe(2);
        router.Tell(new AdjustPoolSize(3));
        AwaitCondition(() => Routees(router) == 5);
        router.Tell(new AdjustPoolSize(-4));
        AwaitCondition(() => Routees(router) == 1);
        router.Tell(new AddRoutee(new ActorRefRoutee(TestActor)));
        AwaitCondition(() => Routees(router) == 2);
        router.Tell(new RemoveRoutee(new ActorRefRoutee(TestActor)));
        AwaitCondition(() => Routees(router) == 1);
    }

    [Fact]
    public void A_router_ends_with_its_last_routee()
    {
        var router = Watch(Pool(new RoundRobinPool(2)));
        router.Tell(new Broadcast(PoisonPill.Instance));
        ExpectTerminated(router);
    }

    [Fact]
    public void A_pool_grows_under_pressure()
    {
        var gate = new ManualResetEventSlim();
        var resizer = new DefaultResizer(1, 4, pressureThreshold: 0, rampupRate: 1, messagesPerResize: 1);
        var router = Sys.ActorOf(Props.Create(() => new Busy(TestActor, gate)).WithRouter(new RoundRobinPool(1, resizer)));
        AwaitCondition(() =>
        {
            router.Tell("block");
            return Routees(router) > 1;
        }, TimeSpan.FromSeconds(10));
        gate.Set();
    }

    [Fact]
    public void Routees_that_await_a_task_count_as_busy()
    {
        var gate = new TaskCompletionSource();
        var resizer = new DefaultResizer(1, 2, pressureThreshold: 1, rampupRate: 1, messagesPerResize: 1);
        var router = Sys.ActorOf(Props.Create(() => new Awaiting(gate.Task)).WithRouter(new RoundRobinPool(1, resizer)));
        AwaitCondition(() =>
        {
            router.Tell("wait");
            return Routees(router) == 2;
        }, TimeSpan.FromSeconds(10));
        gate.SetResult();
    }

    [Fact]
    public void A_resizer_computes_its_steps()
    {
        var resizer = new DefaultResizer(2, 10, rampupRate: 0.2, backoffThreshold: 0.3, backoffRate: 0.1);
        resizer.Rampup(5, 10).ShouldBe(0);
        resizer.Rampup(6, 6).ShouldBe(2);
        resizer.Backoff(4, 10).ShouldBe(0);
        resizer.Backoff(1, 9).ShouldBe(-1);
        Should.Throw<ArgumentException>(() => new DefaultResizer(-1, 2));
        Should.Throw<ArgumentException>(() => new DefaultResizer(3, 2));
    }

    [Fact]
    public void The_configuration_makes_routers_and_goes_before_the_program()
    {
        Routees(Sys.ActorOf(BlackHoleActor.Props.WithRouter(FromConfig.Instance), "configured")).ShouldBe(4);
        var one = CreateTestProbe();
        var two = CreateTestProbe();
        Sys.ActorOf(ForwardActor.Props(one.Ref), "one");
        Sys.ActorOf(ForwardActor.Props(two.Ref), "two");
        var group = Sys.ActorOf(FromConfig.Instance.Props(), "grouped");
        group.Tell("a");
        group.Tell("b");
        one.ExpectMsg("a");
        two.ExpectMsg("b");
        Should.Throw<Kernel.Configuration.ConfigurationException>(() => Sys.ActorOf(BlackHoleActor.Props.WithRouter(FromConfig.Instance), "missing"));
    }

    [Fact]
    public void The_sender_of_a_routed_message_stays()
    {
        Sys.ActorOf(SimpleEchoActor.Props().WithRouter(new RoundRobinPool(2))).Tell("hi");
        ExpectMsg("hi");
    }

    [Fact]
    public void What_routees_send_to_their_router_while_they_are_made_reaches_one_of_them()
    {
        // Many pools: the head must not come to read before its routees are there.
        for (var pool = 0; pool < 40; pool++)
        {
            Sys.ActorOf(Props.Create(() => new Greeter(TestActor)).WithRouter(new RoundRobinPool(50)));
            ReceiveN(50, TimeSpan.FromSeconds(20)).ShouldAllBe(m => m.Equals("hello"));
        }
    }

    [Fact]
    public void Two_nodes_that_want_the_same_point_both_keep_all_of_theirs()
    {
        // Found by trial.
        ConsistentHash.PointsOf("2842", 10).ShouldContain(368115337);
        ConsistentHash.PointsOf("7681", 10).ShouldContain(368115337);
        var ring = ConsistentHash.Create(["2842", "7681"], 10);
        var grown = ConsistentHash.Create(["7681"], 10) + "2842";
        foreach (var key in Enumerable.Range(0, 1000).Select(i => $"key-{i}"))
            grown.NodeFor(key).ShouldBe(ring.NodeFor(key));
    }

    public sealed class Greeter : ReceiveActor
    {
        public Greeter(IActorRef probe)
        {
            Context.Parent.Tell("hello");
            ReceiveAny(probe.Tell);
        }
    }

    public sealed class Named : ReceiveActor
    {
        public Named(IActorRef probe) => ReceiveAny(_ => probe.Tell(Self.Path.Name));
    }

    public sealed class Awaiting : ReceiveActor
    {
        public Awaiting(Task gate) => ReceiveAsync<string>(_ => gate);
    }

    public sealed class Busy : ReceiveActor
    {
        public Busy(IActorRef probe, ManualResetEventSlim gate)
        {
            ReceiveAny(message =>
            {
                probe.Tell(Self.Path.Name);
                if (message is "block")
                    gate.Wait(TimeSpan.FromSeconds(20));
            });
        }
    }
}
