using ActorPbx.Kernel.TestKit;
using ActorPbx.Kernel.TestKit.TestActors;

namespace ActorPbx.Kernel.Tests.TestKit;

public sealed class ProbeTests : Kernel.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_probe_sends_receives_answers_and_forwards()
    {
        var probe = CreateTestProbe("phone");
        probe.Ref.Path.Name.ShouldBe("phone");
        var echo = Sys.ActorOf(SimpleEchoActor.Props());
        probe.Send(echo, "hi");
        probe.ExpectMsg("hi");

        probe.Ref.Tell("question");
        probe.ExpectMsg("question");
        probe.Reply("answer");
        ExpectMsg("answer");
        LastSender.ShouldBe(probe.Ref);

        probe.Ref.Tell("pass on");
        probe.ExpectMsg("pass on");
        probe.Forward(echo);
        ExpectMsg("pass on");
    }

    [Fact]
    public void A_probe_is_a_reference_itself()
    {
        var probe = CreateTestProbe();
        IActorRef reference = probe;
        reference.Tell("direct");
        probe.ExpectMsg("direct");
        reference.Path.ShouldBe(probe.Ref.Path);
        probe.Equals(probe.Ref).ShouldBeTrue();
    }

    [Fact]
    public void Making_a_probe_leaves_the_implicit_sender_alone()
    {
        CreateTestProbe();
        TestActor.Tell("mine");
        ExpectMsg("mine");
        LastSender.ShouldBe(TestActor);
    }

    [Fact]
    public void A_watched_actor_s_end_arrives()
    {
        var probe = CreateTestProbe();
        var victim = Sys.ActorOf(BlackHoleActor.Props);
        probe.Watch(victim);
        Sys.Stop(victim);
        probe.ExpectTerminated(victim).ActorRef.ShouldBe(victim);
    }

    [Fact]
    public void A_pilot_runs_before_the_test_sees_the_message_and_names_the_next()
    {
        var probe = CreateTestProbe();
        var answered = 0;
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"{message}!");
            return ++answered < 2 ? AutoPilot.KeepRunning : AutoPilot.NoAutoPilot;
        }));
        foreach (var text in new[] { "a", "b", "c" })
            probe.Ref.Tell(text);
        ExpectMsg("a!");
        ExpectMsg("b!");
        probe.ReceiveN(3).ShouldBe(["a", "b", "c"]);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_child_of_the_test_actor_fails_by_its_own_strategy()
    {
        var stopping = ChildActorOf(Props.Create(() => new Fragile()), new OneForOneStrategy(_ => Directive.Stop));
        Watch(stopping);
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => stopping.Tell("break"));
        ExpectTerminated(stopping);
    }

    [Fact]
    public void Messages_that_a_stopped_probe_has_not_seen_are_dead_letters()
    {
        var probe = CreateTestProbe();
        var seen = probe.Ref;
        probe.Ref.Tell("unseen");
        AwaitCondition(() => probe.HasMessages);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Sys.Stop(seen);
        ExpectMsg<DeadLetter>(d => Equals(d.Message, "unseen"));
    }

    private sealed class Fragile : ReceiveActor
    {
        public Fragile() => ReceiveAny(_ => throw new InvalidOperationException("broken"));
    }
}
