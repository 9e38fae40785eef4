using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace ActorPbx.Node.Telemetry;

/// <summary>What a metric is to whoever reads it.</summary>
public enum MetricKind
{
    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>Only rises, from the start of the program.</summary>
    Counter,

    /// <summary>Values sorted into buckets.</summary>
    Histogram,
}

/// <summary>One label of a figure.</summary>
public readonly record struct MetricLabel(string Name, string Value);

/// <summary>One figure of a metric: a value, or for a histogram its sum, with what fell into each bucket.</summary>
public sealed record MetricPoint(ImmutableArray<MetricLabel> Labels, double Value, ImmutableArray<long> Buckets, long Count);

/// <summary>A metric at one instant.</summary>
/// <param name="Name">The instrument's name.</param>
/// <param name="Unit">Its unit by UCUM, or empty.</param>
/// <param name="Description">What it tells.</param>
/// <param name="Kind">How it is read.</param>
/// <param name="Boundaries">The upper bounds of a histogram's buckets.</param>
/// <param name="Points">Its figures.</param>
public sealed record MetricSnapshot(
    string Name, string Unit, string Description, MetricKind Kind, ImmutableArray<double> Boundaries, IReadOnlyList<MetricPoint> Points);

/// <summary>The figures of one instrument, one for each set of labels. There are never more than <see cref="MostPoints"/>: what comes after is not kept.</summary>
internal sealed class MetricFamily
{
    /// <summary>A meter with more label sets than this has a label that is not bounded.</summary>
    public const int MostPoints = 1000;

    private static readonly ImmutableArray<double> s_defaultBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Instrument _instrument;
    private readonly ImmutableArray<double> _boundaries;
    private readonly bool _adds;
    private readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    public MetricFamily(Instrument instrument)
    {
        _instrument = instrument;
        var type = instrument.GetType().GetGenericTypeDefinition();
        Kind = type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
        _adds = type == typeof(Counter<>) || type == typeof(UpDownCounter<>);
        _boundaries = Kind != MetricKind.Histogram ? []
            : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries is { } advised ? [.. advised] : s_defaultBoundaries;
    }

    public MetricKind Kind { get; }

    /// <summary>What is asked for when it is read says all its label sets anew; those that are gone go.</summary>
    public void BeginReading()
    {
        if (_instrument.IsObservable)
        {
            lock (_cells)
            {
                _cells.Clear();
            }
        }
    }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = tags.IsEmpty ? "" : KeyOf(tags);
        lock (_cells)
        {
            if (!_cells.TryGetValue(key, out var cell))
            {
                if (_cells.Count >= MostPoints)
                {
                    return;
                }

                _cells[key] = cell = new Cell(LabelsOf(tags), new long[Kind == MetricKind.Histogram ? _boundaries.Length + 1 : 0]);
            }

            Put(cell, value);
        }
    }

    public MetricSnapshot Snapshot()
    {
        lock (_cells)
        {
            return new MetricSnapshot(
                _instrument.Name, _instrument.Unit ?? "", _instrument.Description ?? "", Kind, _boundaries,
                [.. _cells.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new MetricPoint(pair.Value.Labels, pair.Value.Value, [.. pair.Value.Buckets], pair.Value.Count))]);
        }
    }

    private void Put(Cell cell, double value)
    {
        if (Kind == MetricKind.Histogram)
        {
            var bucket = 0;
            while (bucket < _boundaries.Length && value > _boundaries[bucket])
            {
                bucket++;
            }

            cell.Buckets[bucket]++;
            cell.Count++;
        }

        cell.Value = _adds || Kind == MetricKind.Histogram ? cell.Value + value : value;
    }

    private static string KeyOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = "";
        foreach (var (name, value) in tags)
        {
            key += $"{name}\0{value}\0";
        }

        return key;
    }

    private static ImmutableArray<MetricLabel> LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = ImmutableArray.CreateBuilder<MetricLabel>(tags.Length);
        foreach (var (name, value) in tags)
        {
            labels.Add(new MetricLabel(name, value?.ToString() ?? ""));
        }

        return labels.MoveToImmutable();
    }

    private sealed class Cell(ImmutableArray<MetricLabel> labels, long[] buckets)
    {
        public ImmutableArray<MetricLabel> Labels { get; } = labels;

        public long[] Buckets { get; } = buckets;

        public double Value { get; set; }

        public long Count { get; set; }
    }
}
