using ActorPbx.Kernel.TestKit;
using ActorPbx.Kernel.TestKit.Configs;

namespace ActorPbx.Kernel.Tests.TestKit;

public sealed class TestSchedulerTests : Kernel.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    public TestSchedulerTests() : base(TestConfigs.TestSchedulerConfig)
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Nothing_happens_before_its_virtual_time()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(10), TestActor, "ring", ActorRefs.NoSender);
        Clock.Advance(TimeSpan.FromSeconds(9.9));
        ExpectNoMsg(Short);
        Clock.Advance(TimeSpan.FromSeconds(0.1));
        ExpectMsg("ring");
        Clock.Advance(TimeSpan.FromHours(1));
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Jobs_run_in_the_order_of_their_times()
    {
        foreach (var seconds in new[] { 3, 1, 2 })
            Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(seconds), TestActor, seconds, ActorRefs.NoSender);
        Clock.Advance(TimeSpan.FromSeconds(5));
        ReceiveN(3).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void A_repeating_job_runs_once_per_advance_until_cancelled()
    {
        var cancelable = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TestActor, "tick", ActorRefs.NoSender, cancelable);
        Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectNoMsg(Short);
        Clock.Advance(TimeSpan.FromSeconds(1));
        ExpectMsg("tick");
        cancelable.Cancel();
        Clock.Advance(TimeSpan.FromSeconds(10));
        ExpectNoMsg(Short);
    }

    [Fact]
    public void Actors_timers_follow_virtual_time()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Alarm(TestActor)));
        actor.Tell("set");
        ExpectMsg("is set");
        Clock.Advance(TimeSpan.FromMinutes(5));
        ExpectMsg("wake up");
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        var now = Clock.Now;
        Clock.AdvanceTo(now.AddHours(1));
        Clock.Now.ShouldBe(now.AddHours(1));
        Should.Throw<InvalidOperationException>(() => Clock.AdvanceTo(now));
    }

    private sealed class Alarm : ReceiveActor, IWithTimers
    {
        public Alarm(IActorRef probe)
        {
            Receive<string>(s => s == "set", _ =>
            {
                Timers.StartSingleTimer("alarm", "wake up", TimeSpan.FromMinutes(5));
                probe.Tell("is set");
            });
            ReceiveAny(probe.Tell);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
