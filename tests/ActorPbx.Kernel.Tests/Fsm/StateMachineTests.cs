namespace ActorPbx.Kernel.Tests.Fsm;

public sealed class StateMachineTests : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(60);

    private IActorRef Start(Action<Machine> declare) => Sys.ActorOf(Props.Create(() => new Machine(declare)));

    [Fact]
    public void Events_lead_from_state_to_state_and_change_the_data()
    {
        var machine = Start(m =>
        {
            m.StartWith("idle", 0);
            m.When("idle", e => e.FsmEvent is "go" ? m.GoTo("busy").Using(e.StateData + 1).Replying("gone") : null);
            m.When("busy", e => e.FsmEvent is "data" ? m.Stay().Replying(e.StateData) : null);
        });
        machine.Tell("go");
        ExpectMsg("gone");
        machine.Tell("data");
        ExpectMsg(1);
    }

    [Fact]
    public void Listeners_are_told_the_state_and_every_transition_also_to_the_same_state()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 0);
            m.When("a", e => e.FsmEvent is "stay" ? m.Stay() : e.FsmEvent is "again" ? m.GoTo("a") : m.GoTo("b"));
            m.When("b", _ => m.Stay());
        });
        machine.Tell(new FSMBase.SubscribeTransitionCallBack(TestActor));
        ExpectMsg(new FSMBase.CurrentState<string>(machine, "a"));
        machine.Tell("stay");
        machine.Tell("again");
        ExpectMsg(new FSMBase.Transition<string>(machine, "a", "a"));
        machine.Tell("on");
        ExpectMsg(new FSMBase.Transition<string>(machine, "a", "b"));
        machine.Tell(new FSMBase.UnsubscribeTransitionCallBack(TestActor));
        machine.Tell("x");
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_transition_handler_sees_both_states_and_the_next_data()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 1);
            m.When("a", _ => m.GoTo("b").Using(2));
            m.When("b", _ => m.Stay());
            m.OnTransition((from, to) => { if (from != to) TestActor.Tell((from, to, m.StateData, m.NextStateData)); });
        });
        machine.Tell("go");
        ExpectMsg(("a", "b", 1, 2));
    }

    [Fact]
    public void A_state_that_lasts_too_long_gets_a_timeout_but_not_after_another_event()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 0);
            m.When("a", e =>
            {
                TestActor.Tell(e.FsmEvent is FSMBase.StateTimeout ? "timeout" : e.FsmEvent);
                return e.FsmEvent is "end" ? m.Stay().ForMax(TimeSpan.MaxValue) : m.Stay();
            }, TimeSpan.FromMilliseconds(100));
        });
        ExpectMsg("timeout");
        machine.Tell("end");
        FishForMessage(x => Equals(x, "end"));
        ExpectNoMsg(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public void A_cancelled_timer_does_not_ring_even_if_its_message_was_on_the_way()
    {
        var gate = new ManualResetEventSlim();
        var machine = Start(m =>
        {
            m.StartWith("a", 0);
            m.When("a", e =>
            {
                if (e.FsmEvent is "start")
                {
                    m.SetTimer("t", "rang", TimeSpan.FromMilliseconds(10));
                    gate.Wait(TimeSpan.FromMilliseconds(200));
                    m.CancelTimer("t");
                    TestActor.Tell("cancelled");
                }
                else
                    TestActor.Tell(e.FsmEvent);
                return m.Stay();
            });
        });
        machine.Tell("start");
        ExpectMsg("cancelled");
        machine.Tell("next");
        ExpectMsg("next");
        ExpectNoMsg(Short);
    }

    [Fact]
    public void A_repeating_timer_rings_until_it_is_cancelled()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 0);
            m.When("a", e =>
            {
                if (e.FsmEvent is "start")
                {
                    m.SetTimer("t", "tick", TimeSpan.FromMilliseconds(10), true);
                    return m.Stay();
                }

                TestActor.Tell("tick");
                if (e.StateData == 2)
                    m.CancelTimer("t");
                return m.Stay().Using(e.StateData + 1);
            });
        });
        machine.Tell("start");
        ReceiveN(3);
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Unhandled_events_are_logged_or_go_to_the_unhandled_function()
    {
        var silent = Start(m =>
        {
            m.StartWith("a", 0);
            m.When("a", _ => null);
        });
        EventFilter.Warning("unhandled event what in state a").ExpectOne(() => silent.Tell("what"));
        var speaking = Start(m =>
        {
            m.StartWith("a", 0);
            m.When("a", _ => null);
            m.WhenUnhandled(e => m.Stay().Replying($"not {e.FsmEvent}"));
        });
        speaking.Tell("this");
        ExpectMsg("not this");
    }

    [Fact]
    public void The_termination_handler_is_told_why_in_which_state_and_with_which_data()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 1);
            m.When("a", _ => m.Stop(FSMBase.Normal.Instance, 7).Replying("bye"));
            m.OnTermination(e => TestActor.Tell((e.Reason.GetType(), e.TerminatedState, e.StateData)));
        });
        Watch(machine);
        machine.Tell("stop");
        ExpectMsg("bye");
        ExpectMsg((typeof(FSMBase.Normal), "a", 7));
        ExpectTerminated(machine);
    }

    [Fact]
    public void A_machine_stopped_from_outside_says_so()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 1);
            m.When("a", _ => null);
            m.OnTermination(e => TestActor.Tell(e.Reason.GetType()));
        });
        Sys.Stop(machine);
        ExpectMsg(typeof(FSMBase.Shutdown));
    }

    [Fact]
    public void A_state_that_does_not_exist_is_an_error()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 1);
            m.When("a", _ => m.GoTo("nowhere"));
        });
        EventFilter.Error("Next state nowhere does not exist").ExpectOne(() => machine.Tell("go"));
    }

    [Fact]
    public void A_timer_s_poison_pill_ends_the_machine()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 1);
            m.When("a", _ =>
            {
                m.SetTimer("end", PoisonPill.Instance, TimeSpan.FromMilliseconds(1));
                return m.Stay();
            });
        });
        Watch(machine);
        machine.Tell("end soon");
        ExpectTerminated(machine);
    }

    [Fact]
    public void A_timer_that_rang_before_a_restart_does_not_count_after_it()
    {
        using var go = new ManualResetEventSlim();
        var machine = Start(m =>
        {
            m.StartWith("a", 1);
            m.When("a", e =>
            {
                switch (e.FsmEvent)
                {
                    case "fail":
                        m.SetTimer("tick", "early", TimeSpan.FromMilliseconds(1));
                        go.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
                        throw new InvalidOperationException("expected");
                    default:
                        TestActor.Tell(e.FsmEvent);
                        return m.Stay();
                }
            });
            m.SetTimer("tick", "late", TimeSpan.FromHours(1));
        });
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() =>
        {
            machine.Tell("fail");
            AwaitCondition(() => ((ActorRefWithCell)machine).Underlying.NumberOfMessages == 1);
            go.Set();
        });
        machine.Tell("after");
        ExpectMsg("after");
    }

    [Fact]
    public void A_state_s_function_may_be_transformed()
    {
        var machine = Start(m =>
        {
            m.StartWith("a", 1);
            m.When("a", m.Transform(_ => m.Stay()).Using(s => s.Replying("transformed")));
        });
        machine.Tell("x");
        ExpectMsg("transformed");
    }

    public sealed class Machine : FSM<string, int>
    {
        public Machine(Action<Machine> declare)
        {
            declare(this);
            Initialize();
        }
    }
}
