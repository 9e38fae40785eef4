using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Dispatch;

public sealed class ExecutorDispatcherTests() : Kernel.TestKit.Xunit2.TestKit($$"""
    own {
      type = "{{typeof(OwnConfigurator).AssemblyQualifiedName}}"
      shutdown-timeout = 100ms
    }
    pooled { type = Dispatcher, executor = "{{typeof(PooledExecutor).AssemblyQualifiedName}}" }
    threaded { type = Dispatcher, executor = "{{typeof(ThreadedExecutor).AssemblyQualifiedName}}" }
    crew { type = ForkJoinDispatcher, shutdown-timeout = 10ms, dedicated-thread-pool.thread-count = 2 }
    """)
{
    [Fact]
    public void A_dispatcher_of_ones_own_runs_actors_and_frees_its_executor_when_it_has_had_none_for_a_while()
    {
        var own = (OwnDispatcher)Sys.Dispatchers.Lookup("own");
        IActorRef actor = Sys.ActorOf(Kernel.TestKit.TestActors.EchoActor.Props(this).WithDispatcher("own"));
        actor.Tell("hello", TestActor);
        ExpectMsg("hello");
        own.Shutdowns.ShouldBe(0);

        Sys.Stop(actor);
        AwaitCondition(() => own.Shutdowns == 1, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void Actors_that_come_and_go_one_after_the_other_free_the_executor_once()
    {
        var own = (OwnDispatcher)Sys.Dispatchers.Lookup("own");
        for (int i = 0; i < 20; i++)
        {
            IActorRef actor = Sys.ActorOf(Kernel.TestKit.TestActors.EchoActor.Props(this).WithDispatcher("own"));
            Watch(actor);
            Sys.Stop(actor);
            ExpectTerminated(actor);
        }

        AwaitCondition(() => own.Shutdowns > 0, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(10));
        ExpectNoMsg(TimeSpan.FromMilliseconds(220));
        own.Shutdowns.ShouldBe(1);
    }

    [Fact]
    public void A_pool_of_threads_ends_with_its_last_actor_and_begins_again_with_the_next()
    {
        for (int i = 0; i < 2; i++)
        {
            IActorRef actor = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("crew"));
            actor.Tell("which?", TestActor);
            var thread = ExpectMsg<Thread>();
            thread.Name!.ShouldStartWith("crew-");

            Sys.Stop(actor);
            AwaitCondition(() => !thread.IsAlive, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(10));
        }
    }

    [Fact]
    public void An_executor_that_uses_the_pool_is_asked_once_for_actors_that_set_each_other_going() =>
        TurnsAskedFor("pooled").ShouldBe(1, "the others had their turn on the same thread");

    [Fact]
    public void An_executor_with_threads_of_its_own_gets_each_turn() => TurnsAskedFor("threaded").ShouldBe(3);

    [Fact]
    public void An_actor_of_another_dispatcher_does_not_take_the_turn_from_its_executor() =>
        TurnsAskedFor("akka.actor.default-dispatcher", "akka.actor.default-dispatcher", "pooled").ShouldBe(1);

    private int TurnsAskedFor(string dispatcher) => TurnsAskedFor(dispatcher, dispatcher, dispatcher);

    // A letter goes through three actors of these dispatchers, whose starts are not looked at.
    private int TurnsAskedFor(string ofFirst, string ofMiddle, string ofLast)
    {
        IActorRef last = Sys.ActorOf(Props.Create(() => new Passer(TestActor)).WithDispatcher(ofLast));
        IActorRef middle = Sys.ActorOf(Props.Create(() => new Passer(last)).WithDispatcher(ofMiddle));
        IActorRef first = Sys.ActorOf(Props.Create(() => new Passer(middle)).WithDispatcher(ofFirst));
        foreach (IActorRef actor in new[] { last, middle, first })
        {
            actor.Tell(new Identify(null), TestActor);
            ExpectMsg<ActorIdentity>();
        }

        CountingExecutor executor = CountingExecutor.Last!;
        AwaitCondition(() => executor.Running == 0, TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(1));
        int before = executor.Asked;
        first.Tell("letter");
        ExpectMsg("letter");
        return executor.Asked - before;
    }

    private sealed class Passer : ReceiveActor
    {
        public Passer(IActorRef next) => ReceiveAny(next.Forward);
    }

    private sealed class PooledExecutor(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
    {
        public override ExecutorService Produce(string id) => new CountingExecutor(id, static work => ThreadPool.UnsafeQueueUserWorkItem(_ => work(), null));
    }

    private sealed class ThreadedExecutor(Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceConfigurator(config, prerequisites)
    {
        public override ExecutorService Produce(string id) => new CountingExecutor(id, static work => new Thread(() => work()) { IsBackground = true }.Start());
    }

    private sealed class CountingExecutor : ExecutorService
    {
        private readonly Action<Action> _start;
        private int _asked;
        private int _ended;

        public CountingExecutor(string id, Action<Action> start)
            : base(id) => (_start, Last) = (start, this);

        /// <summary>That of the test's only dispatcher that has one.</summary>
        public static CountingExecutor? Last { get; private set; }

        public int Asked => Volatile.Read(ref _asked);

        public int Running => Asked - Volatile.Read(ref _ended);

        public override void Execute(IRunnable run)
        {
            Interlocked.Increment(ref _asked);
            _start(() =>
            {
                run.Execute();
                Interlocked.Increment(ref _ended);
            });
        }

        public override void Shutdown()
        {
        }
    }

    private sealed class ThreadTeller : ReceiveActor
    {
        public ThreadTeller() => ReceiveAny(_ => Sender.Tell(Thread.CurrentThread));
    }

    private sealed class OwnConfigurator : MessageDispatcherConfigurator
    {
        private readonly OwnDispatcher _instance;

        public OwnConfigurator(Config config, IDispatcherPrerequisites prerequisites)
            : base(config, prerequisites) =>
            _instance = new OwnDispatcher(this, ConfigureExecutor(), config.GetTimeSpan("shutdown-timeout", TimeSpan.Zero));

        public override MessageDispatcher Dispatcher() => _instance;
    }

    private sealed class OwnDispatcher(MessageDispatcherConfigurator configurator, ExecutorServiceFactory factory, TimeSpan shutdownTimeout)
        : Dispatcher(configurator, "own", 5, null, factory, shutdownTimeout)
    {
        private int _shutdowns;

        public int Shutdowns => Volatile.Read(ref _shutdowns);

        protected override void Shutdown()
        {
            Interlocked.Increment(ref _shutdowns);
            base.Shutdown();
        }
    }
}
