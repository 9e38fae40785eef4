using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;
using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Actor;

public class StashTests() : Kit(
    """
    akka.loglevel = OFF
    narrow { type = Dispatcher, stash-capacity = 2 }
    by-another-name = narrow
    """)
{
    [Fact]
    public void The_limit_of_a_stash_is_found_behind_the_other_name_of_its_dispatcher()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Hoarder()).WithDispatcher("by-another-name"));
        foreach (int count in (int[])[1, 2])
        {
            actor.Tell("keep");
            ExpectMsg(count);
        }

        actor.Tell("keep");
        ExpectMsg<StashOverflowException>();
    }

    [Fact]
    public void An_actor_with_a_bounded_stash_has_a_bounded_mailbox()
    {
        MailboxType mailbox = ((RepointableActorRef)Sys.ActorOf(Props.Create(() => new Hoarder()))).MailboxType;

        mailbox.ShouldBeOfType<BoundedDequeBasedMailbox>();
    }

    [Fact]
    public void There_is_nothing_to_stash_before_the_first_message()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new TooEarly(TestActor)));

        ExpectMsg<InvalidOperationException>();
        actor.Tell("after");
        ExpectMsg("after");
    }

    [Fact]
    public void A_stashed_timer_message_comes_back_though_its_timer_has_ended()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Later()));

        actor.Tell("begin");
        ExpectMsg("kept");
        actor.Tell("open");
        ExpectMsg("rung");
    }

    [Fact]
    public void A_stash_can_be_made_by_hand()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new ByHand()));

        actor.Tell("x");
        ExpectMsg((1, -1));
    }

    private sealed class Hoarder : ReceiveActor, IWithBoundedStash
    {
        public Hoarder() => Receive<string>(_ =>
        {
            try
            {
                Stash.Stash();
                Sender.Tell(Stash.Count);
            }
            catch (StashOverflowException e)
            {
                Sender.Tell(e);
            }
        });

        public IStash Stash { get; set; } = null!;
    }

    private sealed class TooEarly : ReceiveActor, IWithUnboundedStash
    {
        private readonly IActorRef _told;

        public TooEarly(IActorRef told)
        {
            _told = told;
            ReceiveAny(told.Tell);
        }

        public IStash Stash { get; set; } = null!;

        protected override void PreStart()
        {
            try
            {
                Stash.Stash();
            }
            catch (InvalidOperationException e)
            {
                _told.Tell(e);
            }
        }
    }

    private sealed class Later : ReceiveActor, IWithUnboundedStash, IWithTimers
    {
        private IActorRef _asker = ActorRefs.Nobody;

        public Later()
        {
            Receive<string>(s => s == "begin", _ =>
            {
                _asker = Sender;
                Timers.StartSingleTimer("once", "rung", TimeSpan.FromMilliseconds(1));
            });
            Receive<string>(s => s == "rung", _ =>
            {
                Stash.Stash();
                _asker.Tell("kept");
            });
            Receive<string>(s => s == "open", _ =>
            {
                Become(() => ReceiveAny(_asker.Tell));
                Stash.UnstashAll();
            });
        }

        public IStash Stash { get; set; } = null!;

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class ByHand : ReceiveActor, IWithStash
    {
        public ByHand() => ReceiveAny(_ =>
        {
            Stash = new UnboundedStashImpl(Context);
            Stash.Stash();
            Sender.Tell((Stash.Count, Stash.Capacity));
        });

        public IStash Stash { get; set; } = null!;
    }
}
