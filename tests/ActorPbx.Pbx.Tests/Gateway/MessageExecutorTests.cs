using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Tests.Gateway;

/// <summary>What a SIP message sets going among the actors runs on the thread that read the message.</summary>
public sealed class MessageExecutorTests() : TestKit(MessageExecutor.Settings)
{
    [Fact]
    public void What_is_told_while_a_message_is_read_waits_and_then_runs_on_the_same_thread_with_all_that_follows()
    {
        var second = Sys.ActorOf(Props.Create(() => new ThreadTeller(TestActor)));
        var first = Sys.ActorOf(Props.Create(() => new Passer(second)));
        Settle(first);

        var work = MessageExecutor.Work;
        var reader = OnOwnThread(() =>
        {
            work.Hold();
            first.Tell("message");
            ExpectNoMsg(TimeSpan.FromMilliseconds(100));
            work.Run();
        });
        ExpectMsg<Thread>().ShouldBe(reader);
    }

    [Fact]
    public void What_is_told_otherwise_runs_on_a_thread_of_the_pool()
    {
        var actor = Sys.ActorOf(Props.Create(() => new ThreadTeller(TestActor)));
        actor.Tell("message");
        ExpectMsg<Thread>().IsThreadPoolThread.ShouldBeTrue();

        var work = MessageExecutor.Work;
        OnOwnThread(() =>
        {
            work.Hold();
            work.Run();
            actor.Tell("message");
            ExpectMsg<Thread>().IsThreadPoolThread.ShouldBeTrue();
        });
    }

    [Fact]
    public void Actors_that_keep_each_other_busy_go_on_on_threads_of_the_pool()
    {
        var work = MessageExecutor.Work;
        var ball = Sys.ActorOf(Props.Create(() => new Returner()));
        var other = Sys.ActorOf(Props.Create(() => new Returner()));
        OnOwnThread(() =>
        {
            work.Hold();
            ball.Tell("ball", other);
            work.Run();
            ball.Tell(new Report(TestActor));
            ExpectMsg<Thread>().IsThreadPoolThread.ShouldBeTrue();
        });
        Sys.Stop(ball);
    }

    // Told once to start, so that no message of its creation is under way.
    private void Settle(IActorRef actor)
    {
        actor.Tell("message");
        ExpectMsg<Thread>();
    }

    private static Thread OnOwnThread(Action action)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception caught)
            {
                fault = caught;
            }
        });
        thread.Start();
        thread.Join(TimeSpan.FromSeconds(20)).ShouldBeTrue();
        fault.ShouldBeNull();
        return thread;
    }

    private sealed record Report(IActorRef To);

    private sealed class ThreadTeller : ReceiveActor
    {
        public ThreadTeller(IActorRef to) => ReceiveAny(_ => to.Tell(Thread.CurrentThread));
    }

    private sealed class Passer : ReceiveActor
    {
        public Passer(IActorRef to) => ReceiveAny(to.Forward);
    }

    private sealed class Returner : ReceiveActor
    {
        public Returner()
        {
            Receive<Report>(report => report.To.Tell(Thread.CurrentThread));
            ReceiveAny(message => Sender.Tell(message));
        }
    }
}
