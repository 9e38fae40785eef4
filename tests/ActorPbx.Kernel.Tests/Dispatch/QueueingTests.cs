using ActorPbx.Kernel.Dispatch.MessageQueues;
using Kit = ActorPbx.Kernel.TestKit.Xunit2.TestKit;

namespace ActorPbx.Kernel.Tests.Dispatch;

public class QueueingTests() : Kit("akka.loglevel = OFF")
{
    [Fact]
    public void Actors_that_keep_each_other_busy_starve_nobody()
    {
        var busy = new List<IActorRef>();
        for (int i = 0; i < Environment.ProcessorCount * 2; i++)
        {
            IActorRef one = Sys.ActorOf(Props.Create(() => new Returning()));
            IActorRef other = Sys.ActorOf(Props.Create(() => new Returning()));
            one.Tell("ball", other);
            busy.Add(one);
        }

        IActorRef quiet = Sys.ActorOf(Props.Create(() => new Returning()));
        for (int i = 0; i < 20; i++)
        {
            quiet.Tell(i, TestActor);
            ExpectMsg(i);
        }

        busy.ForEach(Sys.Stop);
    }

    [Fact]
    public void A_queue_open_at_both_ends_hands_out_what_was_put_back_before_what_was_sent()
    {
        var random = new Random(5);
        var queue = new UnboundedDequeMessageQueue();
        var model = new LinkedList<int>();
        for (int i = 0; i < 20_000; i++)
        {
            switch (random.Next(random.Next(3) + 1))
            {
                case 0 when queue.TryDequeue(out Envelope envelope):
                    model.First.ShouldNotBeNull();
                    envelope.Message.ShouldBe(model.First.Value);
                    model.RemoveFirst();
                    break;
                case 1:
                    queue.Enqueue(TestActor, new Envelope(i, TestActor));
                    model.AddLast(i);
                    break;
                default:
                    queue.EnqueueFirst(new Envelope(i, TestActor));
                    model.AddFirst(i);
                    break;
            }

            queue.Count.ShouldBe(model.Count);
            queue.HasMessages.ShouldBe(model.Count > 0);
        }
    }

    private sealed class Returning : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
