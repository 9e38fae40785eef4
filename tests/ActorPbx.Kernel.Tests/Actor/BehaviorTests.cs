using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Actor;

public class BehaviorTests() : Kit("akka.loglevel = OFF")
{
    [Fact]
    public void An_actor_may_stand_around_its_own_handling_whatever_its_behaviour()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Wrapping()));
        actor.Tell("m", TestActor);
        actor.Tell("m", TestActor);
        foreach (string expected in (string[])["before", "m", "after", "before", "second m", "after"])
        {
            ExpectMsg(expected);
        }
    }

    [Fact]
    public void Handlers_are_tried_in_their_order_with_their_conditions()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Handlers()));
        foreach ((object message, string answer) in ((object, string)[])[("long text", "long"), ("short", "string"), (7, "int 7"), (2.5, "any")])
        {
            actor.Tell(message, TestActor);
            ExpectMsg(answer);
        }
    }

    [Fact]
    public void Stacked_behaviours_come_back()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stacked()));
        foreach ((string message, string answer) in ((string, string)[])[("push", "base"), ("x", "top"), ("pop", "top"), ("x", "base"), ("pop", "base"), ("x", "base")])
        {
            actor.Tell(message, TestActor);
            ExpectMsg(answer);
        }
    }

    [Fact]
    public void No_message_is_handled_while_an_asynchronous_handler_runs()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Slow()));
        for (int i = 0; i < 5; i++)
        {
            actor.Tell(i, TestActor);
        }

        for (int i = 0; i < 5; i++)
        {
            ExpectMsg("begin " + i);
            ExpectMsg("end " + i);
        }
    }

    [Fact]
    public void A_handler_declared_after_one_that_takes_all_is_refused()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Overdone()));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Stashed_messages_come_back_first_and_in_order()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("a", TestActor);
        actor.Tell("b", TestActor);
        actor.Tell("open", TestActor);
        actor.Tell("c", TestActor);
        ExpectMsg("a");
        ExpectMsg("b");
        ExpectMsg("c");
    }

    [Fact]
    public void One_message_object_sent_twice_can_be_stashed_twice()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        actor.Tell("a", TestActor);
        actor.Tell("a", TestActor);
        actor.Tell("open", TestActor);
        ExpectMsg("a");
        ExpectMsg("a");
    }

    [Fact]
    public void What_is_stashed_when_the_actor_ends_becomes_dead_letters()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Stashing()));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        actor.Tell("a", TestActor);
        actor.Tell(PoisonPill.Instance);
        ExpectMsg<DeadLetter>(d => d.Message.Equals("a"));
    }

    [Fact]
    public void Timers_fire_once_or_again_and_again_until_cancelled()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Timed(TestActor)));
        ExpectMsg("once");
        ExpectMsg("tick");
        ExpectMsg("tick");
        actor.Tell("cancel", TestActor);
        FishForMessage(m => m is "cancelled");
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void The_keys_of_running_timers_come_in_the_order_of_their_start(int count)
    {
        Sys.ActorOf(Props.Create(() => new Keyed(count, TestActor)));
        ExpectMsg<object[]>().ShouldBe(Enumerable.Range(0, count).Cast<object>());
    }

    [Fact]
    public void The_receive_timeout_comes_when_no_message_does()
    {
        Sys.ActorOf(Props.Create(() => new Waiting(TestActor)));
        ExpectMsg("timeout");
    }

    [Fact]
    public void Typed_actors_handle_what_they_implement_and_leave_the_rest_unhandled()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Typed()));
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        actor.Tell("text", TestActor);
        ExpectMsg("string text");
        actor.Tell(1, TestActor);
        ExpectMsg<UnhandledMessage>(u => u.Message.Equals(1));
    }

    private sealed class Handlers : ReceiveActor
    {
        public Handlers()
        {
            Receive<string>(s => s.Length > 6, _ => Sender.Tell("long"));
            Receive<string>(_ => Sender.Tell("string"));
            Receive(typeof(int), m => Sender.Tell("int " + m));
            ReceiveAny(_ => Sender.Tell("any"));
        }
    }

    private sealed class Stacked : ReceiveActor
    {
        public Stacked() => Declare("base");

        private void Declare(string name) => Receive<string>(m =>
        {
            Sender.Tell(name);
            if (m == "push")
            {
                BecomeStacked(() => Declare("top"));
            }
            else if (m == "pop")
            {
                UnbecomeStacked();
            }
        });
    }

    private sealed class Slow : ReceiveActor
    {
        public Slow() => ReceiveAsync<int>(async i =>
        {
            IActorRef self = Self, sender = Sender;
            Sender.Tell("begin " + i);
            await Task.Delay(5);
            Sender.ShouldBe(sender);
            Self.ShouldBe(self);
            Sender.Tell("end " + i);
        });
    }

    private sealed class Overdone : ReceiveActor
    {
        public Overdone()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        public Stashing()
        {
            Receive<string>(m => m == "open", _ =>
            {
                Become(() => ReceiveAny(m => Sender.Tell(m)));
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Wrapping : UntypedActor
    {
        protected internal override bool AroundReceive(Receive receive, object message)
        {
            Sender.Tell("before");
            bool handled = base.AroundReceive(receive, message);
            Sender.Tell("after");
            return handled;
        }

        protected override void OnReceive(object message)
        {
            Sender.Tell(message);
            Become(Second);
        }

        private void Second(object message) => Sender.Tell("second " + message);
    }

    private sealed class Keyed : ReceiveActor, IWithTimers
    {
        public Keyed(int count, IActorRef probe)
        {
            for (int key = 0; key < count; key++)
            {
                Timers.StartSingleTimer(key, "late", TimeSpan.FromHours(1));
            }

            probe.Tell(Timers.ActiveTimers.ToArray());
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(IActorRef probe)
        {
            Timers.StartSingleTimer("single", "once", TimeSpan.FromMilliseconds(5));
            Timers.StartPeriodicTimer("periodic", "tick", TimeSpan.FromMilliseconds(30));
            Receive<string>(m => m == "cancel", _ =>
            {
                Timers.Cancel("periodic");
                Timers.IsTimerActive("periodic").ShouldBeFalse();
                probe.Tell("cancelled");
            });
            Receive<string>(m => probe.Tell(m));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Waiting : ReceiveActor
    {
        public Waiting(IActorRef probe)
        {
            Context.SetReceiveTimeout(TimeSpan.FromMilliseconds(20));
            Receive<ReceiveTimeout>(_ =>
            {
                Context.SetReceiveTimeout(null);
                probe.Tell("timeout");
            });
        }
    }

    private sealed class Typed : TypedActor, IHandle<string>
    {
        public void Handle(string message) => Sender.Tell("string " + message);
    }
}
