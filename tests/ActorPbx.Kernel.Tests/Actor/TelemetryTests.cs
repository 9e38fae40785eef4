using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.TestActors;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Actor;

public sealed class TelemetryTests() : Kernel.TestKit.Xunit2.TestKit("""
    akka.loglevel = DEBUG
    akka.actor { telemetry.enabled = on, debug.receive = on }
    """)
{
    [Fact]
    public void Start_restart_and_end_of_an_actor_are_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(IActorTelemetryEvent));
        IActorRef actor = Sys.ActorOf(Props.Create<BlackHoleActor>(), "watched");

        Fish<ActorStarted>(actor).ActorType.ShouldBe(typeof(BlackHoleActor));
        actor.Tell(Kill.Instance);
        Fish<ActorStopped>(actor).ActorType.ShouldBe(typeof(BlackHoleActor));

        IActorRef failing = Sys.ActorOf(Props.Create<Failing>());
        Fish<ActorStarted>(failing).ActorType.ShouldBe(typeof(Failing));
        failing.Tell("fail");
        Fish<ActorRestarted>(failing).Reason!.Message.ShouldBe("as told");
    }

    private T Fish<T>(IActorRef subject)
        where T : IActorTelemetryEvent => (T)FishForMessage(m => m is T e && e.Subject.Equals(subject));

    [Fact]
    public void An_actor_that_asks_for_it_has_its_messages_logged()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Debug));
        Sys.ActorOf(Props.Create<Failing>()).Tell("hello");

        FishForMessage(m => m is Debug d && d.Message.ToString()!.StartsWith("received handled message hello from ", StringComparison.Ordinal));
    }

    private sealed class Failing : ReceiveActor, ILogReceive
    {
        public Failing() => Receive<string>(text =>
        {
            if (text == "fail")
            {
                throw new InvalidOperationException("as told");
            }
        });
    }
}
