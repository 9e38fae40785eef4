using System.Diagnostics;
using ActorPbx.Node.Telemetry;

namespace ActorPbx.Node.Tests.Telemetry;

/// <summary>The times in which nothing went on, as they are shown.</summary>
[Collection("one after the other: whoever collects garbage")]
public sealed class PauseWatchTests
{
    private long _now = 1000 * Stopwatch.Frequency;

    [Fact]
    public void A_collection_of_garbage_is_a_pause()
    {
        using var reader = new MeterReader(instrument => instrument.Meter.Name == PauseFigures.Name);
        var before = GC.GetTotalPauseDuration();
        using var watch = new PauseWatch();
        SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                return Of(reader, "actorpbx.pauses.collection").Count > 0;
            },
            TimeSpan.FromSeconds(30)).ShouldBeTrue();
        var paused = Of(reader, "actorpbx.pauses.collection").Value;
        paused.ShouldBeGreaterThan(0);
        paused.ShouldBeLessThanOrEqualTo((GC.GetTotalPauseDuration() - before).TotalSeconds + 0.000001);
        SpinWait.SpinUntil(() => Of(reader, "actorpbx.pauses.stall").Count > 10, TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    [Fact]
    public void A_stall_is_counted_by_how_long_it_was()
    {
        using var figures = Figures(out var reader);
        figures.Stalled(TimeSpan.FromMilliseconds(0.3), _now);
        figures.Stalled(TimeSpan.FromMilliseconds(15), _now);
        figures.Stalled(TimeSpan.FromMilliseconds(-0.1), _now);
        var stalls = Of(reader, "actorpbx.pauses.stall");
        stalls.Count.ShouldBe(3);
        stalls.Value.ShouldBe(0.0153, 0.000001);
        stalls.Buckets.ShouldBe([2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void The_longest_is_shown_for_half_a_minute_and_forgotten_within_one()
    {
        using var figures = Figures(out var reader);
        figures.Collected(TimeSpan.FromMilliseconds(7), _now);
        figures.Collected(TimeSpan.FromMilliseconds(2), _now);
        Longest(reader, "collection").ShouldBe(0.007);
        Longest(reader, "stall").ShouldBe(0);
        _now += 30 * Stopwatch.Frequency;
        figures.Collected(TimeSpan.FromMilliseconds(1), _now);
        Longest(reader, "collection").ShouldBe(0.007);
        _now += 30 * Stopwatch.Frequency;
        Longest(reader, "collection").ShouldBe(0.001);
        _now += 60 * Stopwatch.Frequency;
        Longest(reader, "collection").ShouldBe(0);
    }

    private PauseFigures Figures(out MeterReader reader)
    {
        var figures = new PauseFigures(() => _now);
        var meter = figures.Meter;
        reader = new MeterReader(instrument => ReferenceEquals(instrument.Meter, meter));
        return figures;
    }

    private static double Longest(MeterReader reader, string kind) =>
        reader.Read().Single(metric => metric.Name == "actorpbx.pauses.longest").Points.Single(point => point.Labels[0].Value == kind).Value;

    private static MetricPoint Of(MeterReader reader, string name) =>
        reader.Read().Single(metric => metric.Name == name).Points is [var point] ? point : new MetricPoint([], 0, [], 0);
}
