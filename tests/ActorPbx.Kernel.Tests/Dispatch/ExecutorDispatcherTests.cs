using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Dispatch;

public sealed class ExecutorDispatcherTests() : Kernel.TestKit.Xunit2.TestKit($$"""
    own {
      type = "{{typeof(OwnConfigurator).AssemblyQualifiedName}}"
      shutdown-timeout = 50ms
    }
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
