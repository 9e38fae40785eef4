using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Actor;

public class LifeCycleTests() : Kit("akka.loglevel = OFF")
{
    [Fact]
    public void The_hooks_of_a_restart_come_in_the_documented_order()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Hooked(TestActor)));
        ExpectMsg("PreStart");
        actor.Tell(new InvalidOperationException("boom"));
        ExpectMsg("PreRestart boom");
        ExpectMsg("PostStop");
        ExpectMsg("PostRestart boom");
        ExpectMsg("PreStart");
        Sys.Stop(actor);
        ExpectMsg("PostStop");
    }

    [Fact]
    public void The_message_that_failed_is_given_to_PreRestart_and_not_handled_again()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Failing(TestActor)));
        actor.Tell("fail", TestActor);
        actor.Tell("next", TestActor);
        ExpectMsg("failed on fail");
        ExpectMsg("next");
    }

    [Fact]
    public void A_restart_forgets_the_behaviour_and_keeps_the_mailbox_and_the_reference()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Changing()));
        actor.Tell("become", TestActor);
        actor.Tell("ask", TestActor);
        actor.Tell("fail", TestActor);
        actor.Tell("ask", TestActor);
        ExpectMsg("changed");
        ExpectMsg("first");
    }

    [Fact]
    public void Context_Stop_lets_the_current_message_end_and_the_rest_go_to_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        IActorRef actor = Sys.ActorOf(Props.Create(() => new StopsItself()));
        Watch(actor);
        actor.Tell("stop");
        actor.Tell("late");
        ExpectMsg<DeadLetter>(d => d.Message.Equals("late"));
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_parent_ends_after_all_its_children()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new ParentOf(3, TestActor)));
        for (int i = 0; i < 3; i++)
        {
            ExpectMsg("PreStart");
        }

        Watch(parent);
        Sys.Stop(parent);
        for (int i = 0; i < 3; i++)
        {
            ExpectMsg("PostStop");
        }

        ExpectTerminated(parent);
    }

    [Fact]
    public void An_actor_cannot_be_made_with_new()
    {
        ActorPbx.Kernel.Actor.Internal.InternalCurrentActorCellKeeper.Current = null;
        Should.Throw<ActorInitializationException>(() => new Changing());
    }

    [Fact]
    public void A_failing_constructor_stops_the_child_and_tells_the_watcher()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Unmakeable()));
        Watch(actor);
        ExpectTerminated(actor);
    }

    private sealed class Hooked(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message) => throw (Exception)message;

        protected override void PreStart() => probe.Tell("PreStart");

        protected override void PostStop() => probe.Tell("PostStop");

        protected override void PreRestart(Exception reason, object message)
        {
            probe.Tell("PreRestart " + reason.Message);
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            probe.Tell("PostRestart " + reason.Message);
            base.PostRestart(reason);
        }
    }

    private sealed class Failing(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "fail")
            {
                throw new InvalidOperationException("boom");
            }

            Sender.Tell(message);
        }

        protected override void PreRestart(Exception reason, object message) => probe.Tell("failed on " + message);
    }

    private sealed class Changing : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "become")
            {
                Become(Changed);
            }
            else
            {
                Sender.Tell("first");
            }
        }

        private void Changed(object message)
        {
            if (message is "fail")
            {
                throw new InvalidOperationException("boom");
            }

            Sender.Tell("changed");
        }
    }

    private sealed class StopsItself : UntypedActor
    {
        protected override void OnReceive(object message) => Context.Stop(Self);
    }

    private sealed class ParentOf : UntypedActor
    {
        public ParentOf(int children, IActorRef probe)
        {
            for (int i = 0; i < children; i++)
            {
                Context.ActorOf(Props.Create(() => new Hooked(probe)));
            }
        }

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Unmakeable : UntypedActor
    {
        public Unmakeable() => throw new InvalidOperationException("never");

        protected override void OnReceive(object message)
        {
        }
    }
}
