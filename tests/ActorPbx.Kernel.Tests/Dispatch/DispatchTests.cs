using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.MessageQueues;
using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Dispatch;

public class DispatchTests() : Kit(@"
    akka.loglevel = OFF
    own-thread { type = PinnedDispatcher }
    two-threads { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 2 }
    caller { type = CallingThreadDispatcher }
    alias = own-thread
    round = about
    about = round
    small { mailbox-type = ""ActorPbx.Kernel.Dispatch.BoundedMailbox"", mailbox-capacity = 2, mailbox-push-timeout-time = 1ms }
    by-size { mailbox-type = ""ActorPbx.Kernel.Tests.Dispatch.DispatchTests+SizeMailbox, ActorPbx.Kernel.Tests"" }")
{
    [Fact]
    public void A_pinned_actor_keeps_its_thread()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("own-thread"));
        actor.Tell("?", TestActor);
        int first = ExpectMsg<int>();
        actor.Tell("?", TestActor);
        ExpectMsg(first);
        IActorRef other = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("alias"));
        other.Tell("?", TestActor);
        ExpectMsg<int>().ShouldNotBe(first);
    }

    [Fact]
    public void A_pool_of_dedicated_threads_runs_actors()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("two-threads"));
        actor.Tell("?", TestActor);
        ExpectMsg<int>();
    }

    [Fact]
    public void The_calling_thread_dispatcher_handles_on_the_senders_thread()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new ThreadTeller()).WithDispatcher("caller"));
        actor.Tell("?", TestActor);
        ExpectMsg(Environment.CurrentManagedThreadId);
    }

    [Fact]
    public void An_unknown_dispatcher_is_refused() =>
        Should.Throw<ConfigurationException>(() => Sys.ActorOf(Props.Empty.WithDispatcher("nowhere")));

    [Fact]
    public void Aliases_in_a_circle_are_called_so() =>
        Should.Throw<ConfigurationException>(() => Sys.Dispatchers.Lookup("round")).Message
            .ShouldStartWith("Could not find a concrete dispatcher config after following");

    [Fact]
    public void A_full_mailbox_drops_to_dead_letters_and_system_messages_still_get_in()
    {
        using var gate = new ManualResetEventSlim();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Blocking(gate)).WithMailbox("small"));
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        Watch(actor);
        for (int i = 0; i < 4; i++)
        {
            actor.Tell(i);
        }

        ExpectMsg<DeadLetter>();
        Sys.Stop(actor);
        gate.Set();
        FishForMessage(m => m is Terminated);
    }

    [Fact]
    public void A_priority_mailbox_hands_out_the_lowest_number_first()
    {
        using var gate = new ManualResetEventSlim();
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Recorder(gate, TestActor)).WithMailbox("by-size"));
        actor.Tell(0);
        foreach (int i in (int[])[5, 3, 9, 1])
        {
            actor.Tell(i);
        }

        gate.Set();
        ExpectMsg(0);
        foreach (int i in (int[])[1, 3, 5, 9])
        {
            ExpectMsg(i);
        }
    }

    [Fact]
    public void The_default_queue_is_first_in_first_out_and_counts()
    {
        var queue = new UnboundedMessageQueue();
        queue.HasMessages.ShouldBeFalse();
        for (int i = 0; i < 1_000; i++)
        {
            queue.Enqueue(Nobody.Instance, new Envelope(i, Nobody.Instance));
        }

        queue.Count.ShouldBe(1_000);
        for (int i = 0; i < 1_000; i++)
        {
            queue.TryDequeue(out Envelope envelope).ShouldBeTrue();
            envelope.Message.ShouldBe(i);
        }

        queue.HasMessages.ShouldBeFalse();
        queue.TryDequeue(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_default_queue_of_an_actor_that_keeps_up_allocates_nothing(int atOnce)
    {
        var queue = new UnboundedMessageQueue();
        int wrong = 0;
        void Turn(Envelope letter)
        {
            for (int i = 0; i < atOnce; i++)
            {
                queue.Enqueue(letter);
            }

            wrong += queue.Count == atOnce ? 0 : 1;
            for (int i = 0; i < atOnce; i++)
            {
                wrong += queue.HasMessages && queue.TryDequeue(out Envelope taken) && ReferenceEquals(taken.Message, letter.Message) ? 0 : 1;
            }

            wrong += queue.HasMessages || queue.TryDequeue(out _) ? 1 : 0;
        }

        var letter = new Envelope("letter", Nobody.Instance);
        Turn(letter);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Turn(letter);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        wrong.ShouldBe(0);
    }

    [Fact]
    public async Task The_default_queue_keeps_every_sender_s_order_while_it_is_read_as_fast_as_it_is_filled()
    {
        const int senders = 4, each = 50_000;
        var queue = new UnboundedMessageQueue();
        Task[] filling = [.. Enumerable.Range(0, senders).Select(sender => Task.Run(() =>
        {
            for (int i = 0; i < each; i++)
            {
                queue.Enqueue(new Envelope((sender, i), Nobody.Instance));
                Thread.SpinWait(i % 50);
            }
        }))];
        int[] next = new int[senders];
        SpinWait spin = default;
        for (int taken = 0; taken < senders * each;)
        {
            if (!queue.TryDequeue(out Envelope letter))
            {
                spin.SpinOnce();
                continue;
            }

            (int sender, int number) = ((int, int))letter.Message;
            number.ShouldBe(next[sender]++);
            taken++;
        }

        await Task.WhenAll(filling);
        queue.HasMessages.ShouldBeFalse();
    }

    [Fact]
    public void No_message_is_lost_when_actors_end_under_fire()
    {
        const int rounds = 200, each = 50;
        int handled = 0, dead = 0;
        using var all = new CountdownEvent(rounds * each);
        Action countDead = () =>
        {
            dead++;
            all.Signal();
        };
        Action countHandled = () =>
        {
            Interlocked.Increment(ref handled);
            all.Signal();
        };
        IActorRef counter = Sys.ActorOf(Props.Create(() => new DeadCounter(countDead)));
        Sys.EventStream.Subscribe(counter, typeof(DeadLetter));
        for (int r = 0; r < rounds; r++)
        {
            IActorRef actor = Sys.ActorOf(Props.Create(() => new LiveCounter(countHandled)));
            Parallel.Invoke(
                () => Sys.Stop(actor),
                () =>
                {
                    for (int i = 0; i < each; i++)
                    {
                        actor.Tell(Counted.Instance, ActorRefs.NoSender);
                    }
                });
        }

        all.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();
        (handled + dead).ShouldBe(rounds * each);
    }

    public sealed class SizeMailbox(Settings settings, Config config) : UnboundedPriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message) => message is int i ? i : -1;
    }

    private sealed class Counted
    {
        public static readonly Counted Instance = new();
    }

    private sealed class ThreadTeller : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Environment.CurrentManagedThreadId);
    }

    private sealed class Blocking(ManualResetEventSlim gate) : UntypedActor
    {
        protected override void OnReceive(object message) => gate.Wait(TimeSpan.FromSeconds(30));
    }

    private sealed class Recorder(ManualResetEventSlim gate, IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            gate.Wait(TimeSpan.FromSeconds(30));
            probe.Tell(message);
        }
    }

    private sealed class LiveCounter(Action count) : UntypedActor
    {
        protected override void OnReceive(object message) => count();
    }

    private sealed class DeadCounter(Action count) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is DeadLetter { Message: Counted })
            {
                count();
            }
        }
    }
}
