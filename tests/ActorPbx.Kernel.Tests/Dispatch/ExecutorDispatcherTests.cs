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
