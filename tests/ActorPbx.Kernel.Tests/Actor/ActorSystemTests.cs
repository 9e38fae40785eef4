namespace ActorPbx.Kernel.Tests.Actor;

public class ActorSystemTests
{
    private static readonly Config Quiet = ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }");

    [Theory]
    [InlineData("with_underscore")]
    [InlineData("-first")]
    [InlineData("a*b")]
    public void Illegal_names_are_refused(string name) => Should.Throw<ArgumentException>(() => ActorSystem.Create(name, Quiet));

    [Fact]
    public async Task Terminate_ends_all_actors_then_runs_the_callbacks_last_first()
    {
        ActorSystem system = ActorSystem.Create("ending", Quiet);
        IActorRef actor = system.ActorOf(Props.Empty);
        var order = new List<int>();
        system.RegisterOnTermination(() => order.Add(1));
        system.RegisterOnTermination(() => order.Add(2));
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
        ((IInternalActorRef)actor).IsTerminated.ShouldBeTrue();
        order.ShouldBe([2, 1]);
        Should.Throw<InvalidOperationException>(() => system.RegisterOnTermination(() => { }));
        Should.Throw<InvalidOperationException>(() => system.ActorOf(Props.Empty));
    }

    [Fact]
    public async Task Names_are_unique_even_when_many_ask_at_once()
    {
        using ActorSystem system = ActorSystem.Create("names", Quiet);
        for (int i = 0; i < 50; i++)
        {
            string name = "actor" + i;
            Task<IActorRef>[] tries = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => system.ActorOf(Props.Empty, name)))];
            await Task.WhenAll(tries).ContinueWith(static _ => { }, TaskScheduler.Default);
            tries.Count(static t => t.IsCompletedSuccessfully).ShouldBe(1);
            tries.Where(static t => t.IsFaulted).ShouldAllBe(t => t.Exception!.InnerException is InvalidActorNameException);
        }
    }

    [Fact]
    public async Task What_is_made_while_the_system_ends_has_ended_with_it()
    {
        for (int round = 0; round < 30; round++)
        {
            ActorSystem system = ActorSystem.Create("closing", Quiet);
            Task<List<IActorRef>>[] making = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => MakeUntilRefused(system)))];
            await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
            foreach (Task<List<IActorRef>> each in making)
            {
                (await each.WaitAsync(TimeSpan.FromSeconds(30))).ShouldAllBe(actor => ((IInternalActorRef)actor).IsTerminated);
            }
        }
    }

    private static List<IActorRef> MakeUntilRefused(ActorSystem system)
    {
        List<IActorRef> made = [];
        try
        {
            while (true)
            {
                made.Add(system.ActorOf(Props.Empty));
            }
        }
        catch (InvalidOperationException)
        {
            return made;
        }
    }

    [Fact]
    public async Task A_guardian_that_escalates_ends_the_system()
    {
        ActorSystem system = ActorSystem.Create("escalating", ConfigurationFactory.ParseString(
            "akka.actor.guardian-supervisor-strategy = \"ActorPbx.Kernel.Tests.Actor.ActorSystemTests+Escalating, ActorPbx.Kernel.Tests\"").WithFallback(Quiet));
        system.ActorOf(Props.Create(() => new Bomb())).Tell("boom");
        await system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_extension_is_made_once()
    {
        using ActorSystem system = ActorSystem.Create("extended", Quiet);
        system.HasExtension<Thing>().ShouldBeFalse();
        Thing thing = system.WithExtension<Thing, ThingProvider>();
        system.WithExtension<Thing, ThingProvider>().ShouldBeSameAs(thing);
        system.GetExtension<Thing>().ShouldBeSameAs(thing);
    }

    [Fact]
    public async Task A_plugin_that_fails_is_logged_and_harms_neither_the_actor_nor_other_plugins()
    {
        using ActorSystem system = ActorSystem.Create("plugged", Quiet);
        ActorProducerPipelineResolver plugins = ((ExtendedActorSystem)system).ActorPipelineResolver;
        var marking = new Marking();
        plugins.Register(new Failing()).ShouldBeTrue();
        plugins.Register(marking).ShouldBeTrue();
        using var inbox = Inbox.Create(system);
        system.EventStream.Subscribe(inbox.Receiver, typeof(Error));

        IActorRef actor = system.ActorOf(Props.Create(() => new Bomb()));
        var logged = (Error)await inbox.ReceiveAsync(TimeSpan.FromSeconds(30));
        logged.Cause.ShouldBeOfType<NotSupportedException>();
        logged.LogSource.ShouldContain(actor.Path.ToString());
        (await actor.Ask<ActorIdentity>(new Identify(1), TimeSpan.FromSeconds(30))).Subject.ShouldBe(actor);
        marking.Seen.ShouldBe(1);
    }

    public sealed class Escalating : SupervisorStrategyConfigurator
    {
        public override SupervisorStrategy Create() => new OneForOneStrategy(_ => Directive.Escalate);
    }

    private sealed class Bomb : UntypedActor
    {
        protected override void OnReceive(object message) => throw new InvalidOperationException("boom");
    }

    private sealed class Failing : ActorProducerPluginBase<Bomb>
    {
        public override void AfterIncarnated(Bomb actor, IActorContext context) => throw new NotSupportedException();
    }

    private sealed class Marking : ActorProducerPluginBase<Bomb>
    {
        public int Seen { get; private set; }

        public override void AfterIncarnated(Bomb actor, IActorContext context) => Seen++;
    }

    private sealed class Thing : IExtension;

    private sealed class ThingProvider : ExtensionIdProvider<Thing>
    {
        public override Thing CreateExtension(ExtendedActorSystem system) => new();
    }
}
