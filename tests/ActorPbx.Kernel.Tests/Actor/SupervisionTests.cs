using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Actor;

public class SupervisionTests() : Kit("akka.loglevel = OFF")
{
    private (IActorRef Boss, IActorRef Child) Family(SupervisorStrategy strategy)
    {
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(strategy)));
        boss.Tell(Props.Create(() => new Counter()), TestActor);
        return (boss, ExpectMsg<IActorRef>());
    }

    [Fact]
    public void After_Resume_the_message_that_failed_is_given_up()
    {
        using var judged = new ManualResetEventSlim();
        (_, IActorRef child) = Family(new OneForOneStrategy(_ =>
        {
            judged.Set();
            return Directive.Resume;
        }));

        child.Tell("fail");

        judged.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        AwaitCondition(() => ((LocalActorRef)child).Cell.CurrentMessage is null);
    }

    [Fact]
    public void Resume_keeps_the_state()
    {
        (_, IActorRef child) = Family(new OneForOneStrategy(_ => Directive.Resume));
        child.Tell("add", TestActor);
        child.Tell("fail", TestActor);
        child.Tell("get", TestActor);
        ExpectMsg(1);
    }

    [Fact]
    public void Restart_loses_the_state()
    {
        (_, IActorRef child) = Family(new OneForOneStrategy(_ => Directive.Restart));
        child.Tell("add", TestActor);
        child.Tell("fail", TestActor);
        child.Tell("get", TestActor);
        ExpectMsg(0);
    }

    [Fact]
    public void Stop_ends_the_child()
    {
        (_, IActorRef child) = Family(new OneForOneStrategy(_ => Directive.Stop));
        Watch(child);
        child.Tell("fail");
        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_fails_the_parent_which_restarts_and_stops_the_child()
    {
        (IActorRef boss, IActorRef child) = Family(new OneForOneStrategy(_ => Directive.Escalate));
        Watch(child);
        child.Tell("fail");
        ExpectTerminated(child);
        boss.Tell("alive?", TestActor);
        ExpectMsg("alive");
    }

    [Fact]
    public void More_restarts_than_allowed_end_the_child()
    {
        (_, IActorRef child) = Family(new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Watch(child);
        child.Tell("fail");
        child.Tell("fail");
        child.Tell("get", TestActor);
        ExpectMsg(0);
        child.Tell("fail");
        ExpectTerminated(child);
    }

    [Fact]
    public void AllForOne_restarts_the_brothers_too()
    {
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(new AllForOneStrategy(_ => Directive.Restart))));
        boss.Tell(Props.Create(() => new Counter()), TestActor);
        IActorRef first = ExpectMsg<IActorRef>();
        boss.Tell(Props.Create(() => new Counter()), TestActor);
        IActorRef second = ExpectMsg<IActorRef>();
        second.Tell("add");
        second.Tell("get", TestActor);
        ExpectMsg(1);
        first.Tell("fail");
        AwaitAssert(() =>
        {
            second.Tell("get", TestActor);
            ExpectMsg(0);
        });
    }

    [Fact]
    public void A_suspended_child_handles_its_messages_after_its_parent_is_resumed()
    {
        IActorRef top = Sys.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Resume))));
        top.Tell(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Resume))), TestActor);
        IActorRef middle = ExpectMsg<IActorRef>();
        middle.Tell(Props.Create(() => new Counter()), TestActor);
        IActorRef leaf = ExpectMsg<IActorRef>();
        middle.Tell("fail");
        leaf.Tell("get", TestActor);
        ExpectMsg(0);
    }

    [Fact]
    public void Kill_fails_an_actor_and_the_default_strategy_ends_it()
    {
        (_, IActorRef child) = Family(SupervisorStrategy.DefaultStrategy);
        Watch(child);
        child.Tell(Kill.Instance);
        ExpectTerminated(child);
    }

    [Fact]
    public void A_decider_takes_the_nearest_class_of_the_exception()
    {
        DeployableDecider decider = Decider.From(
            Directive.Escalate, Directive.Stop.When<ArgumentException>(), Directive.Resume.When<ArgumentNullException>());
        decider.Decide(new ArgumentNullException("x")).ShouldBe(Directive.Resume);
        decider.Decide(new ArgumentOutOfRangeException("x")).ShouldBe(Directive.Stop);
        decider.Decide(new InvalidOperationException()).ShouldBe(Directive.Escalate);
    }

    [Fact]
    public void An_asynchronous_handler_that_fails_is_supervised()
    {
        IActorRef boss = Sys.ActorOf(Props.Create(() => new Boss(new OneForOneStrategy(_ => Directive.Restart))));
        boss.Tell(Props.Create(() => new AsyncCounter()), TestActor);
        IActorRef child = ExpectMsg<IActorRef>();
        child.Tell("add", TestActor);
        child.Tell("fail", TestActor);
        child.Tell("get", TestActor);
        ExpectMsg(0);
    }

    private sealed class Boss(SupervisorStrategy strategy) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Props props:
                    Sender.Tell(Context.ActorOf(props));
                    break;
                case "fail":
                    throw new InvalidOperationException("boss");
                default:
                    Sender.Tell("alive");
                    break;
            }
        }

        protected override SupervisorStrategy SupervisorStrategy() => strategy;
    }

    private sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter()
        {
            Receive<string>(m => m == "add", _ => _count++);
            Receive<string>(m => m == "fail", _ => throw new InvalidOperationException("child"));
            Receive<string>(_ => Sender.Tell(_count));
        }
    }

    private sealed class AsyncCounter : ReceiveActor
    {
        private int _count;

        public AsyncCounter() => ReceiveAsync<string>(async m =>
        {
            await Task.Yield();
            switch (m)
            {
                case "add":
                    _count++;
                    break;
                case "fail":
                    throw new InvalidOperationException("child");
                default:
                    Sender.Tell(_count);
                    break;
            }
        });
    }
}
