using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Event;

public class EventStreamTests() : Kit("akka.loglevel = WARNING")
{
    [Fact]
    public void Subscribers_get_the_class_and_those_below()
    {
        var bus = new EventStream(false);
        bus.Subscribe(TestActor, typeof(Exception)).ShouldBeTrue();
        bus.Subscribe(TestActor, typeof(Exception)).ShouldBeFalse();
        bus.Publish("no");
        bus.Publish(new ArgumentException("yes"));
        ExpectMsg<ArgumentException>();
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_class_can_be_taken_out_of_a_wider_subscription()
    {
        var bus = new EventStream(false);
        bus.Subscribe(TestActor, typeof(Exception));
        bus.Unsubscribe(TestActor, typeof(ArgumentException)).ShouldBeTrue();
        bus.Publish(new ArgumentNullException("no"));
        bus.Publish(new InvalidOperationException("yes"));
        ExpectMsg<InvalidOperationException>();
        bus.Unsubscribe(TestActor).ShouldBeTrue();
        bus.Unsubscribe(TestActor).ShouldBeFalse();
    }

    [Fact]
    public void An_actor_that_ends_is_unsubscribed()
    {
        IActorRef actor = Sys.ActorOf(Props.Empty);
        Sys.EventStream.Subscribe(actor, typeof(string));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        AwaitCondition(() => !Sys.EventStream.Unsubscribe(actor));
    }

    [Fact]
    public void Suppressed_messages_are_no_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));
        Sys.DeadLetters.Tell(new Quiet(), TestActor);
        ExpectMsg<SuppressedDeadLetter>();
        Sys.DeadLetters.Tell("loud", TestActor);
        ExpectMsg<DeadLetter>();
    }

    [Fact]
    public void A_suppressed_message_to_an_ended_actor_names_dead_letters_as_recipient_even_when_wrapped()
    {
        IActorRef ended = Sys.ActorOf(Props.Empty);
        Watch(ended);
        Sys.Stop(ended);
        ExpectTerminated(ended);
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        ended.Tell(new Quiet(), TestActor);
        ExpectMsg<SuppressedDeadLetter>().Recipient.ShouldBe(Sys.DeadLetters);
        ended.Tell(new Envelope(new Quiet()), TestActor);
        ExpectMsg<SuppressedDeadLetter>().Message.ShouldBeOfType<Envelope>();
        ended.Tell("loud", TestActor);
        ExpectMsg<DeadLetter>().Recipient.ShouldBe(ended);
    }

    [Fact]
    public void A_subscriber_that_has_ended_makes_no_letters_of_letters()
    {
        IActorRef ended = Sys.ActorOf(Props.Empty);
        Watch(ended);
        Sys.Stop(ended);
        ExpectTerminated(ended);
        Sys.EventStream.Subscribe(TestActor, typeof(AllDeadLetters));

        ended.Tell(new SuppressedDeadLetter(new Quiet(), TestActor, ended), TestActor);
        ended.Tell(new DeadLetter("lost", TestActor, ended), TestActor);
        ended.Tell("loud", TestActor);
        ExpectMsg<DeadLetter>().Message.ShouldBe("loud");
    }

    [Fact]
    public void Unhandled_messages_are_published()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Deaf()));
        actor.Tell("hello?", TestActor);
        ExpectMsg<UnhandledMessage>(u => u.Message.Equals("hello?") && u.Recipient.Equals(actor));
    }

    [Fact]
    public void A_log_call_below_the_level_allocates_nothing()
    {
        ILoggingAdapter log = Sys.Log;
        log.Debug("not written {0}", "x");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            log.Debug("not written {0}", "x");
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Log_events_reach_subscribers_with_source_and_arguments()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Warning));
        Sys.Log.Warning("call {0} of {1}", 1, "Alice");
        Warning warning = ExpectMsg<Warning>();
        warning.Message.ToString().ShouldBe("call 1 of Alice");
        warning.LogSource.ShouldStartWith("ActorSystem(");
    }

    private sealed class Quiet : IDeadLetterSuppression;

    private sealed record Envelope(object Message) : IWrappedMessage;

    private sealed class Deaf : ReceiveActor
    {
        public Deaf() => Receive<int>(_ => { });
    }
}
