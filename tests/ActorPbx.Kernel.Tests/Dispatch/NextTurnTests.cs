using ActorPbx.Kernel.Dispatch.MessageQueues;
using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Dispatch;

public class NextTurnTests() : Kit("akka.loglevel = OFF")
{
    private static readonly AsyncLocal<string?> Flow = new();

    [Fact]
    public void An_actor_that_blocks_holds_nobody_up_whom_it_has_told()
    {
        IActorRef setter = Sys.ActorOf(Props.Create(() => new Setter()));
        IActorRef blocking = Sys.ActorOf(Props.Create(() => new Blocking(setter)));
        for (int i = 0; i < 50; i++)
        {
            blocking.Tell("go", TestActor);
            ExpectMsg("gone on");
        }
    }

    [Fact]
    public void Nor_when_it_has_exchanged_many_messages_just_before()
    {
        IActorRef setter = Sys.ActorOf(Props.Create(() => new Setter()));
        IActorRef blocking = Sys.ActorOf(Props.Create(() => new Blocking(setter)));
        for (int i = 0; i < 50; i++)
        {
            blocking.Tell(2_000, TestActor);
            ExpectMsg("gone on");
        }
    }

    [Fact]
    public void Nor_the_one_that_woke_it_and_has_letters_left()
    {
        IActorRef waiting = Sys.ActorOf(Props.Create(() => new Waiting(TestActor)));
        IActorRef busy = Sys.ActorOf(Props.Create(() => new Busy(waiting)));
        for (int i = 0; i < 50; i++)
        {
            busy.Tell("go");
            ExpectMsg("gone on");
        }
    }

    [Fact]
    public void What_flows_with_one_actor_does_not_reach_the_next()
    {
        IActorRef reader = Sys.ActorOf(Props.Create(() => new FlowReader(TestActor)));
        IActorRef writer = Sys.ActorOf(Props.Create(() => new FlowWriter(reader)));
        for (int i = 0; i < 50; i++)
        {
            writer.Tell("go");
            ExpectMsg("nothing");
        }
    }

    [Fact]
    public async Task A_new_queue_keeps_the_order_of_each_sender_however_many_send_at_once()
    {
        for (int round = 0; round < 500; round++)
        {
            var queue = new UnboundedMessageQueue();
            Task[] senders = [.. Enumerable.Range(0, 3).Select(sender => Task.Run(() =>
            {
                for (int i = 0; i < 12; i++)
                {
                    queue.Enqueue(TestActor, new Envelope((sender, i), TestActor));
                }
            }))];
            var seen = new int[senders.Length];
            while (seen.Sum() < 36)
            {
                if (queue.TryDequeue(out Envelope envelope))
                {
                    var (sender, number) = ((int, int))envelope.Message;
                    number.ShouldBe(seen[sender]++);
                }
            }

            await Task.WhenAll(senders);
            queue.HasMessages.ShouldBeFalse();
            queue.Count.ShouldBe(0);
        }
    }

    private sealed class Setter : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            (message as ManualResetEventSlim)?.Set();
            if (message is int left)
            {
                Sender.Tell(left - 1, Self);
            }
        }
    }

    private sealed class Blocking(IActorRef setter) : UntypedActor
    {
        private IActorRef? _asker;

        protected override void OnReceive(object message)
        {
            if (!Sender.Equals(setter))
            {
                _asker = Sender;
            }

            if (message is int and > 0)
            {
                setter.Tell(message, Self);
                return;
            }

            using var answered = new ManualResetEventSlim();
            setter.Tell(answered, Self);
            _asker!.Tell(answered.Wait(TimeSpan.FromSeconds(5)) ? "gone on" : "held up");
        }
    }

    private sealed class Busy(IActorRef waiting) : UntypedActor
    {
        private const int MoreThanOneTurn = 100;
        private ManualResetEventSlim _isDone = new();

        protected override void OnReceive(object message)
        {
            if (message is int number)
            {
                if (number == 0)
                {
                    _isDone.Set();
                }

                return;
            }

            _isDone = new ManualResetEventSlim();
            for (int left = MoreThanOneTurn; left >= 0; left--)
            {
                Self.Tell(left);
            }

            waiting.Tell(_isDone);
        }
    }

    private sealed class Waiting(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message) =>
            probe.Tell(((ManualResetEventSlim)message).Wait(TimeSpan.FromSeconds(5)) ? "gone on" : "held up");
    }

    private sealed class FlowWriter(IActorRef next) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Flow.Value = "something";
            next.Tell("look");
        }
    }

    private sealed class FlowReader(IActorRef probe) : UntypedActor
    {
        protected override void OnReceive(object message) => probe.Tell(Flow.Value ?? "nothing");
    }
}
