using System.Diagnostics.Metrics;

namespace ActorPbx.Node.Telemetry;

/// <summary>Keeps the figures of the program's meters, to be read at any time as the Prometheus text shows them.</summary>
public sealed class MeterReader : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<Instrument, MetricFamily> _families = [];

    /// <summary>Reads the meters that <paramref name="wanted"/> says yes to, from now on.</summary>
    public MeterReader(Func<Instrument, bool> wanted)
    {
        _listener.InstrumentPublished = (instrument, listening) =>
        {
            if (wanted(instrument))
            {
                listening.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => Remove(instrument);
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => ((MetricFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => ((MetricFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((MetricFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((MetricFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => ((MetricFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((MetricFamily)family!).Take(value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => ((MetricFamily)family!).Take((double)value, tags));
        _listener.Start();
    }

    /// <summary>
    /// The meters of this program, and what .NET measures of itself; of that only what is asked for when it is read, so that nothing is paid in between.
    /// </summary>
    public static bool IsOwn(Instrument instrument) =>
        instrument.Meter.Name.StartsWith("ActorPbx.", StringComparison.Ordinal) || (instrument.Meter.Name == "System.Runtime" && instrument.IsObservable);

    /// <summary>All figures as they are now, by name.</summary>
    public IReadOnlyList<MetricSnapshot> Read()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                family.BeginReading();
            }

            _listener.RecordObservableInstruments();
            return [.. _families.Values.Select(family => family.Snapshot()).OrderBy(snapshot => snapshot.Name, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private MetricFamily Add(Instrument instrument)
    {
        var family = new MetricFamily(instrument);
        lock (_gate)
        {
            _families[instrument] = family;
        }

        return family;
    }

    private void Remove(Instrument instrument)
    {
        lock (_gate)
        {
            _families.Remove(instrument);
        }
    }
}
