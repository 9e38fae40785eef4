using System.Diagnostics;

namespace ActorPbx.Kernel.Tests.Actor;

public sealed class SchedulerTests : IDisposable
{
    private readonly HashedWheelTimerScheduler _clock = new(null, null);

    private IAdvancedScheduler Clock => ((IScheduler)_clock).Advanced;

    public void Dispose() => _clock.Dispose();

    [Fact]
    public void No_timer_fires_early_and_all_fire()
    {
        int[] delays = [0, 1, 2, 7, 20, 63, 64, 65, 150, 400];
        using var all = new CountdownEvent(delays.Length);
        int early = 0;
        foreach (int delay in delays)
        {
            long begun = Stopwatch.GetTimestamp();
            Clock.ScheduleOnce(TimeSpan.FromMilliseconds(delay), () =>
            {
                early += Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(delay) ? 1 : 0;
                all.Signal();
            });
        }

        all.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        early.ShouldBe(0);
    }

    [Fact]
    public void A_cancelled_timer_never_fires()
    {
        // The thread may be held up between starting and cancelling, and then it is too late.
        for (var inTime = false; !inTime;)
        {
            var fired = false;
            using var later = new ManualResetEventSlim();
            long begun = Stopwatch.GetTimestamp();
            ICancelable timer = Clock.ScheduleOnceCancelable(TimeSpan.FromMilliseconds(30), () => fired = true);
            timer.Cancel();
            inTime = Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(30);
            timer.IsCancellationRequested.ShouldBeTrue();
            Clock.ScheduleOnce(TimeSpan.FromMilliseconds(60), later.Set);
            later.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            (fired && inTime).ShouldBeFalse();
        }
    }

    [Fact]
    public void A_cancelled_timer_lets_its_message_go_at_once()
    {
        WeakReference message = Start(out ICancelable timer);
        timer.Cancel();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        message.IsAlive.ShouldBeFalse();
        GC.KeepAlive(timer);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private WeakReference Start(out ICancelable timer)
    {
        var message = new object();
        timer = _clock.ScheduleTellOnceCancelable(TimeSpan.FromHours(1), Nobody.Instance, message, ActorRefs.NoSender);
        return new WeakReference(message);
    }

    [Fact]
    public void A_repeated_action_runs_until_cancelled()
    {
        using var three = new CountdownEvent(3);
        ICancelable timer = Clock.ScheduleRepeatedlyCancelable(TimeSpan.Zero, TimeSpan.FromMilliseconds(2), () =>
        {
            if (!three.IsSet)
            {
                three.Signal();
            }
        });
        three.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        timer.Cancel();
        timer.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Negative_delays_and_intervals_of_nothing_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Clock.ScheduleOnce(TimeSpan.FromMilliseconds(-1), () => { }));
        Should.Throw<ArgumentOutOfRangeException>(() => Clock.ScheduleRepeatedly(TimeSpan.Zero, TimeSpan.Zero, () => { }));
    }

    [Fact]
    public void An_action_that_fails_hurts_no_other()
    {
        using var after = new ManualResetEventSlim();
        Clock.ScheduleOnce(TimeSpan.Zero, () => throw new InvalidOperationException("boom"));
        Clock.ScheduleOnce(TimeSpan.FromMilliseconds(5), after.Set);
        after.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [Fact]
    public void Many_timers_added_and_cancelled_at_once_leave_the_right_ones()
    {
        const int threads = 4, each = 2_000;
        using var kept = new CountdownEvent(threads * each / 2);
        int wrong = 0;
        Parallel.For(0, threads, t =>
        {
            for (int i = 0; i < each; i++)
            {
                bool keep = i % 2 == 0;
                ICancelable timer = Clock.ScheduleOnceCancelable(
                    TimeSpan.FromMilliseconds(200 + (i % 300)), keep ? () => kept.Signal() : () => Interlocked.Increment(ref wrong));
                if (!keep)
                {
                    timer.Cancel();
                }
            }
        });
        kept.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        wrong.ShouldBe(0);
    }
}
