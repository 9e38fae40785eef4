using System.Diagnostics;
using System.Diagnostics.Metrics;
using ActorPbx.Node.Running;

namespace ActorPbx.Node.Telemetry;

/// <summary>The times in which nothing of a node went on, as metrics under the meter <see cref="Name"/>.</summary>
internal sealed class PauseFigures : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "ActorPbx.Pauses";

    private static readonly double[] Boundaries = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

    private readonly Meter _meter = new(Name, NodeFacts.Version);
    private readonly Func<long> _clock;
    private readonly Histogram<double> _stalls;
    private readonly Histogram<double> _collections;
    private readonly RecentLongest _longestStall = new();
    private readonly RecentLongest _longestCollection = new();

    /// <summary>Publishes these figures until it is disposed of.</summary>
    /// <param name="clock">The time, as <see cref="Stopwatch.GetTimestamp"/> tells it.</param>
    public PauseFigures(Func<long>? clock = null)
    {
        _clock = clock ?? Stopwatch.GetTimestamp;
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries };
        _stalls = _meter.CreateHistogram("actorpbx.pauses.stall", "s", "By how much a thread overslept a millisecond", null, advice);
        _collections = _meter.CreateHistogram("actorpbx.pauses.collection", "s", "For how long garbage collection stopped all threads", null, advice);
        _meter.CreateObservableGauge("actorpbx.pauses.longest", Longest, "s", "The longest of the last half minute at least and the last minute at most");
    }

    /// <summary>The meter.</summary>
    public Meter Meter => _meter;

    /// <summary>A thread woke too late by so much.</summary>
    public void Stalled(TimeSpan late, long now) => Take(_stalls, _longestStall, late, now);

    /// <summary>Garbage collection stopped all threads for so long.</summary>
    public void Collected(TimeSpan pause, long now) => Take(_collections, _longestCollection, pause, now);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static void Take(Histogram<double> histogram, RecentLongest longest, TimeSpan time, long now)
    {
        var seconds = Math.Max(0, time.TotalSeconds);
        histogram.Record(seconds);
        longest.Take(seconds, now);
    }

    private IEnumerable<Measurement<double>> Longest()
    {
        var now = _clock();
        yield return new(_longestStall.At(now), new KeyValuePair<string, object?>("kind", "stall"));
        yield return new(_longestCollection.At(now), new KeyValuePair<string, object?>("kind", "collection"));
    }
}

/// <summary>The largest of what was taken within the present half minute and the one before it.</summary>
internal sealed class RecentLongest
{
    private static readonly long HalfMinute = 30 * Stopwatch.Frequency;

    private readonly Lock _gate = new();
    private long _current;
    private double _now;
    private double _before;

    /// <summary>Takes one more.</summary>
    public void Take(double seconds, long now)
    {
        lock (_gate)
        {
            Turn(now);
            _now = Math.Max(_now, seconds);
        }
    }

    /// <summary>The largest, at a time.</summary>
    public double At(long now)
    {
        lock (_gate)
        {
            Turn(now);
            return Math.Max(_now, _before);
        }
    }

    private void Turn(long now)
    {
        var half = now / HalfMinute;
        if (half > _current)
        {
            (_before, _now, _current) = (half == _current + 1 ? _now : 0, 0, half);
        }
    }
}
