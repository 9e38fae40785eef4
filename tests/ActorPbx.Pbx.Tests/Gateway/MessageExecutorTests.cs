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

        var reader = OnOwnThread(() =>
        {
            var held = MessageExecutor.Work.Hold();
            first.Tell("message");
            ExpectNoMsg(TimeSpan.FromMilliseconds(100));
            held.Run();
        });
        ExpectMsg<Thread>().ShouldBe(reader);
    }

    [Fact]
    public void What_is_told_otherwise_runs_on_a_thread_of_the_pool()
    {
        var actor = Sys.ActorOf(Props.Create(() => new ThreadTeller(TestActor)));
        actor.Tell("message");
        ExpectMsg<Thread>().IsThreadPoolThread.ShouldBeTrue();

        OnOwnThread(() =>
        {
            MessageExecutor.Work.Hold().Run();
            actor.Tell("message");
            ExpectMsg<Thread>().IsThreadPoolThread.ShouldBeTrue();
        });
    }

    [Fact]
    public void Actors_that_keep_each_other_busy_go_on_on_threads_of_the_pool()
    {
        var ball = Sys.ActorOf(Props.Create(() => new Returner()));
        var other = Sys.ActorOf(Props.Create(() => new Returner()));
        OnOwnThread(() =>
        {
            var held = MessageExecutor.Work.Hold();
            ball.Tell("ball", other);
            held.Run();
            ball.Tell(new Report(TestActor));
            ExpectMsg<Thread>().IsThreadPoolThread.ShouldBeTrue();
        });
        Sys.Stop(ball);
    }

    [Fact]
    public void What_waits_behind_a_turn_that_does_not_end_goes_on_on_threads_of_the_pool()
    {
        using var goOn = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var stuck = Sys.ActorOf(Props.Create(() => new Stuck(begun, goOn, TestActor)));
        var teller = Sys.ActorOf(Props.Create(() => new ThreadTeller(TestActor)));
        Settle(teller);
        AwaitIdle(stuck);
        OnOwnThread(() =>
        {
            var held = MessageExecutor.Work.Hold();
            stuck.Tell("message");
            teller.Tell("message");
            var other = new Thread(() =>
            {
                begun.Wait(TimeSpan.FromSeconds(10));
                ExpectNoMsg(TimeSpan.FromMilliseconds(50));
                held.HandOver();
                ExpectMsg<Thread>().IsThreadPoolThread.ShouldBeTrue();
                goOn.Set();
            });
            other.Start();
            held.Run();
            other.Join();
        });
        // What the one that was stuck sets going after all is not held by a thread that nobody runs.
        ExpectMsg<string>().ShouldBe("free");
    }

    private void AwaitIdle(IActorRef actor)
    {
        actor.Tell(new Identify(null), TestActor);
        ExpectMsg<ActorIdentity>();
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

    private sealed class Stuck : ReceiveActor
    {
        public Stuck(ManualResetEventSlim begun, ManualResetEventSlim goOn, IActorRef to) => ReceiveAny(_ =>
        {
            begun.Set();
            goOn.Wait(TimeSpan.FromSeconds(10));
            to.Tell("free");
        });
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
