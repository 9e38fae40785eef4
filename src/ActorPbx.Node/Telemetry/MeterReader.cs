using System.Diagnostics.Metrics;

namespace ActorPbx.Node.Telemetry;

/// <summary>Keeps the figures of the program's meters, to be read at any time as the Prometheus text shows them.</summary>
public sealed class MeterReader : IDisposable
{
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<Instrument, MetricFamily> _families = [];
    private string _reason = "";

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

    /// <summary>Is told why instruments could not be read; the same reason once.</summary>
    public Action<Exception>? Faulted { get; init; }

    /// <summary>All figures as they are now, by name; an instrument that cannot be read is left out.</summary>
    public IReadOnlyList<MetricSnapshot> Read()
    {
        lock (_gate)
        {
            foreach (var family in _families.Values)
            {
                family.BeginReading();
            }

            Observe();
            return [.. _families.Values.Select(family => family.Snapshot()).OrderBy(snapshot => snapshot.Name, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    // All others are read before the faults of some are thrown.
    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException faults) when (faults.InnerExceptions.Count > 0)
        {
            var reason = faults.InnerExceptions[0];
            if (_reason != reason.Message)
            {
                _reason = reason.Message;
                Faulted?.Invoke(reason);
            }
        }
    }

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
