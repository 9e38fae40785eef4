using ActorPbx.Sip.Timers;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Sip.Tests.Timers;

public sealed class TimerWheelTests
{
    private readonly ManualTimerClock _clock = new();
    private readonly TimerWheel _wheel;
    private readonly List<string> _fired = [];

    public TimerWheelTests() => _wheel = new TimerWheel(_clock, tickMilliseconds: 1);

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(500)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(32_000)]
    [InlineData(300_000)]
    [InlineData(90_000_000)]
    public void A_timer_fires_at_its_time_and_not_a_millisecond_before(long delay)
    {
        _wheel.Schedule(new Bell(this, "a"), _clock.Now + delay);

        Pass(delay - 1);
        _fired.ShouldBeEmpty();

        Pass(1);
        _fired.ShouldBe(["a"]);
        _wheel.Count.ShouldBe(0);
    }

    [Fact]
    public void A_timer_in_the_past_fires_at_the_next_tick()
    {
        _wheel.Schedule(new Bell(this, "late"), _clock.Now - 1_000);
        Pass(1);
        _fired.ShouldBe(["late"]);
    }

    [Fact]
    public void A_cancelled_timer_never_fires_and_others_of_its_slot_do()
    {
        Bell[] bells = [new(this, "a"), new(this, "b"), new(this, "c")];
        foreach (Bell bell in bells) _wheel.Schedule(bell, _clock.Now + 100);

        _wheel.Cancel(bells[1]);
        _wheel.Cancel(bells[1]);
        Pass(100);

        _fired.Order().ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_moved_timer_fires_once_at_its_new_time()
    {
        var bell = new Bell(this, "a");
        _wheel.Schedule(bell, _clock.Now + 100);
        _wheel.Schedule(bell, _clock.Now + 5_000);
        _wheel.Count.ShouldBe(1);

        Pass(4_999);
        _fired.ShouldBeEmpty();
        Pass(1);
        _fired.ShouldBe(["a"]);
    }

    [Fact]
    public void A_timer_may_set_itself_again_when_it_fires()
    {
        var bell = new Bell(this, "a") { Every = 250 };
        _wheel.Schedule(bell, _clock.Now + 250);
        for (int i = 0; i < 1_000; i++) Pass(1);
        _fired.Count.ShouldBe(4);
    }

    [Fact]
    public void A_timer_that_throws_stops_no_other()
    {
        var faults = new List<Exception>();
        var wheel = new TimerWheel(_clock, 1, faults.Add);
        wheel.Schedule(new Bell(this, "bad") { Throws = true }, _clock.Now + 10);
        wheel.Schedule(new Bell(this, "good"), _clock.Now + 10);

        _clock.Advance(10);
        wheel.Advance();

        _fired.ShouldBe(["good"]);
        faults.Count.ShouldBe(1);
    }

    [Fact]
    public void Any_set_of_timers_fires_each_once_in_order_of_time_never_early()
    {
        Gen<(int Delay, bool Cancel)[]> timers = Gen.Choose(1, 400_000).Zip(Gen.Elements(true, false, false)).ArrayOf();
        Prop.ForAll(timers.ToArbitrary(), FiresInOrder).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_wheels_own_thread_sleeps_until_a_timer_is_due_and_wakes_for_an_earlier_one()
    {
        using var wheel = new TimerWheel(SystemTimerClock.Instance, 1);
        wheel.Start();
        using var late = new ManualResetEventSlim();
        using var soon = new ManualResetEventSlim();
        wheel.Schedule(new Signal(late), wheel.Now + 60_000);
        wheel.Schedule(new Signal(soon), wheel.Now + 20);

        soon.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        late.IsSet.ShouldBeFalse();
    }

    private static bool FiresInOrder((int Delay, bool Cancel)[] timers)
    {
        var clock = new ManualTimerClock();
        var wheel = new TimerWheel(clock, 1);
        var fired = new List<(long Due, long At)>();
        long start = clock.Now;
        foreach ((int delay, bool cancel) in timers)
        {
            var stamp = new Stamp(fired, start + delay);
            wheel.Schedule(stamp, start + delay);
            if (cancel) wheel.Cancel(stamp);
        }

        for (int passed = 0; passed < 400_000; passed += 997)
        {
            clock.Advance(997);
            wheel.Advance();
        }

        int expected = timers.Count(timer => !timer.Cancel);
        return fired.Count == expected && wheel.Count == 0
            && fired.TrueForAll(stamp => stamp.At >= stamp.Due && stamp.At - stamp.Due < 997)
            && fired.Zip(fired.Skip(1)).All(pair => pair.First.Due <= pair.Second.Due);
    }

    private void Pass(long milliseconds)
    {
        _clock.Advance(milliseconds);
        _wheel.Advance();
    }

    private sealed class Bell(TimerWheelTests test, string name) : TimerNode
    {
        public long Every { get; init; }

        public bool Throws { get; init; }

        protected internal override void OnDue(long now)
        {
            if (Throws) throw new InvalidOperationException(name);
            test._fired.Add(name);
            if (Every > 0) test._wheel.Schedule(this, now + Every);
        }
    }

    private sealed class Stamp(List<(long Due, long At)> fired, long due) : TimerNode
    {
        protected internal override void OnDue(long now) => fired.Add((due, now));
    }

    private sealed class Signal(ManualResetEventSlim signal) : TimerNode
    {
        protected internal override void OnDue(long now) => signal.Set();
    }
}
