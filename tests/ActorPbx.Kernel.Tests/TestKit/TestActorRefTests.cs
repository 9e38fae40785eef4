using ActorPbx.Kernel.TestKit;
using ActorPbx.Kernel.TestKit.Internal;

namespace ActorPbx.Kernel.Tests.TestKit;

public sealed class TestActorRefTests : Kernel.TestKit.Xunit2.TestKit
{
    [Fact]
    public void A_message_is_handled_before_Tell_returns()
    {
        var actor = ActorOfAsTestActorRef<Clerk>();
        actor.Tell("note");
        actor.UnderlyingActor.Last.ShouldBe("note");
        actor.UnderlyingActor.Thread.ShouldBe(Environment.CurrentManagedThreadId);
        actor.Path.Name.ShouldStartWith("$$");
        ((InternalTestActorRef)actor.Ref).Cell.Dispatcher.ShouldBeOfType<CallingThreadDispatcher>();
    }

    [Fact]
    public void Questions_are_answered_at_once()
    {
        var actor = ActorOfAsTestActorRef<Clerk>("clerk");
        actor.Ask<string>("ask").IsCompleted.ShouldBeTrue();
        actor.Path.ToStringWithoutAddress().ShouldBe("/user/clerk");
    }

    [Fact]
    public void What_a_behaviour_throws_comes_to_the_caller()
    {
        var actor = ActorOfAsTestActorRef<Clerk>();
        Should.Throw<InvalidOperationException>(() => actor.Receive("throw")).Message.ShouldBe("now");
    }

    [Fact]
    public async Task What_an_awaiting_behaviour_throws_comes_to_the_caller()
    {
        var actor = ActorOfAsTestActorRef<Clerk>();
        (await Should.ThrowAsync<InvalidOperationException>(() => actor.ReceiveAsync(1))).Message.ShouldBe("later");

        var other = ActorOfAsTestActorRef<Clerk>(); // the first one is made anew after its failure
        await other.ReceiveAsync(2L);
        other.UnderlyingActor.Last.ShouldBe(2L);
    }

    [Fact]
    public void A_stopped_actor_has_no_instance()
    {
        var actor = ActorOfAsTestActorRef<Clerk>();
        Watch(actor.Ref);
        actor.Tell(PoisonPill.Instance);
        ExpectTerminated(actor.Ref);
        Should.Throw<IllegalActorStateException>(() => actor.UnderlyingActor);
    }

    [Fact]
    public void References_of_either_kind_are_equal()
    {
        var actor = ActorOfAsTestActorRef<Clerk>();
        (actor == actor.Ref).ShouldBeTrue();
        (actor.Ref == actor).ShouldBeTrue();
        actor.Equals((object)actor.Ref).ShouldBeTrue();
    }

    [Fact]
    public void A_state_machine_s_state_can_be_set()
    {
        var machine = ActorOfAsTestFSMRef<Switch, string, int>();
        machine.StateName.ShouldBe("off");
        machine.SetState("on", 3);
        machine.StateName.ShouldBe("on");
        machine.StateData.ShouldBe(3);
        machine.SetTimer("t", "x", TimeSpan.FromHours(1));
        machine.IsTimerActive("t").ShouldBeTrue();
        machine.CancelTimer("t");
        machine.IsTimerActive("t").ShouldBeFalse();
        machine.IsStateTimerActive().ShouldBeFalse();
        machine.SetStateTimeout(TimeSpan.FromHours(1));
        machine.IsStateTimerActive().ShouldBeTrue();
    }

    [Fact]
    public void Latches_and_barriers_do_not_wait_for_ever()
    {
        var latch = CreateTestLatch(2);
        latch.CountDown();
        latch.IsOpen.ShouldBeFalse();
        Should.Throw<TimeoutException>(() => latch.Ready(TimeSpan.FromMilliseconds(10)));
        latch.Open();
        latch.Ready();
        latch.Reset();
        latch.IsOpen.ShouldBeFalse();
        CreateTestBarrier(1).Await();
    }

    public sealed class Clerk : ReceiveActor
    {
        public Clerk()
        {
            Receive<string>(s => s == "throw", _ => { throw new InvalidOperationException("now"); });
            Receive<string>(s => s == "ask", _ => Sender.Tell("told"));
            ReceiveAsync<int>(async _ =>
            {
                await Task.Delay(10);
                throw new InvalidOperationException("later");
            });
            ReceiveAsync<long>(async number =>
            {
                await Task.Delay(10);
                Last = number;
            });
            ReceiveAny(message =>
            {
                Last = message;
                Thread = Environment.CurrentManagedThreadId;
            });
        }

        public object? Last { get; private set; }

        public int Thread { get; private set; }
    }

    public sealed class Switch : FSM<string, int>
    {
        public Switch()
        {
            StartWith("off", 0);
            When("off", _ => null);
            When("on", _ => null);
            Initialize();
        }
    }
}
