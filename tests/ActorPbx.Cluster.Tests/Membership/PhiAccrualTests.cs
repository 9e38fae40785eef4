using ActorPbx.Cluster.Membership;
using ActorPbx.Cluster.Settings;

namespace ActorPbx.Cluster.Tests.Membership;

public sealed class PhiAccrualTests
{
    private readonly PhiAccrual _detector = new(new HeartbeatSettings());

    [Fact]
    public void With_regular_heartbeats_silence_is_noticed_within_three_seconds_and_not_before_the_acceptable_pause()
    {
        var silence = SilenceUntilNoticed(_ => 500, 200);
        silence.ShouldBeLessThan(TimeSpan.FromSeconds(2.75));
        silence.ShouldBeGreaterThan(TimeSpan.FromSeconds(1.7));
    }

    [Fact]
    public void The_first_heartbeat_is_enough_to_notice_silence() =>
        SilenceUntilNoticed(_ => 500, 1).ShouldBeLessThan(TimeSpan.FromSeconds(2.75));

    [Fact]
    public void A_line_with_jitter_and_lost_segments_raises_no_alarm()
    {
        var random = new Random(1);
        var (arrivals, sent) = (_detector.Begin(TimeSpan.Zero), 0.0);
        for (var number = 1; number < 20_000; number++)
        {
            // 300 ± 50 ms of delay, and 2 % that are sent again after 300 ms and a round trip; what follows waits behind them.
            sent += 0.5;
            var arrival = TimeSpan.FromSeconds(Math.Max(sent + 0.25 + random.NextDouble() / 10 + (random.Next(50) == 0 ? 0.9 : 0), arrivals.Last.TotalSeconds));
            _detector.IsAlive(arrivals, arrival).ShouldBeTrue($"heartbeat {number} came after {arrival - arrivals.Last}");
            arrivals = _detector.Heard(arrivals, arrival);
        }
    }

    [Fact]
    public void An_unsteady_line_is_given_more_time_than_a_steady_one()
    {
        var random = new Random(1);
        SilenceUntilNoticed(_ => random.Next(100, 900), 200).ShouldBeGreaterThan(SilenceUntilNoticed(_ => 500, 200));
    }

    [Fact]
    public void Suspicion_only_grows_while_nothing_comes()
    {
        var arrivals = _detector.Begin(TimeSpan.Zero);
        var before = 0.0;
        for (var now = 0.0; now < 60; now += 0.05)
        {
            var phi = _detector.Phi(arrivals, TimeSpan.FromSeconds(now));
            phi.ShouldBeGreaterThanOrEqualTo(before);
            before = phi;
        }

        before.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Nothing_is_learnt_from_an_absence()
    {
        var arrivals = _detector.Begin(TimeSpan.Zero);
        _detector.Heard(arrivals, TimeSpan.FromHours(5)).ShouldBe(_detector.Begin(TimeSpan.FromHours(5)));
    }

    private TimeSpan SilenceUntilNoticed(Func<int, int> milliseconds, int heartbeats)
    {
        var arrivals = _detector.Begin(TimeSpan.Zero);
        for (var number = 1; number < heartbeats; number++)
            arrivals = _detector.Heard(arrivals, arrivals.Last + TimeSpan.FromMilliseconds(milliseconds(number)));
        var silence = TimeSpan.Zero;
        while (_detector.IsAlive(arrivals, arrivals.Last + silence))
            silence += TimeSpan.FromMilliseconds(10);
        return silence;
    }
}
