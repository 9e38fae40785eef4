using System.Diagnostics.Metrics;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Records;

namespace ActorPbx.Pbx.Operations;

/// <summary>
/// The exchange's calls and registrations as metrics, under the meter <see cref="Name"/>. Tags are few whatever the traffic: how a call ended, never who called.
/// Counting costs a call a few interlocked additions; nothing is made for it.
/// </summary>
public sealed class ExchangeMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "ActorPbx.Calls";

    private static readonly CallOutcome[] s_outcomes = Enum.GetValues<CallOutcome>();

    private readonly Meter _meter = new(Name);
    private readonly long[] _ended = new long[s_outcomes.Length];
    private readonly Histogram<double> _ringing;
    private readonly Histogram<double> _duration;
    private long _begun;
    private long _over;
    private long _turnedAway;
    private long _registered;
    private long _bindings;

    /// <summary>Publishes these figures until it is disposed of.</summary>
    public ExchangeMetrics()
    {
        _meter.CreateObservableUpDownCounter("actorpbx.calls.active", () => Active, "{call}", "Calls that are up or being set up");
        _meter.CreateObservableCounter("actorpbx.calls.begun", () => Volatile.Read(ref _begun), "{call}", "Calls that began");
        _meter.CreateObservableCounter("actorpbx.calls.turned.away", () => Volatile.Read(ref _turnedAway), "{call}", "INVITEs answered with 503: too many calls, or the node drains");
        _meter.CreateObservableCounter("actorpbx.calls.ended", Ended, "{call}", "Calls that ended, by how they did");
        _meter.CreateObservableUpDownCounter("actorpbx.extensions.registered", () => Volatile.Read(ref _registered), "{extension}", "Extensions with a registered device");
        _meter.CreateObservableUpDownCounter("actorpbx.extensions.bindings", () => Volatile.Read(ref _bindings), "{device}", "Registered devices");
        _ringing = Seconds("actorpbx.call.ringing.delay", "From the INVITE to the first ringing", [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]);
        _duration = Seconds("actorpbx.call.duration", "From the answer to the end", [1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200]);
    }

    /// <summary>Calls that are up or being set up.</summary>
    public long Active => Volatile.Read(ref _begun) - Volatile.Read(ref _over);

    /// <summary>A call begins.</summary>
    public void CallBegan() => Interlocked.Increment(ref _begun);

    /// <summary>Nothing is left of a call.</summary>
    public void CallIsOver() => Interlocked.Increment(ref _over);

    /// <summary>An INVITE was answered with 503 before it was a call.</summary>
    public void CallTurnedAway() => Interlocked.Increment(ref _turnedAway);

    /// <summary>A call has its outcome.</summary>
    public void CallEnded(CallState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Release is { } release)
        {
            Interlocked.Increment(ref _ended[(int)release.Outcome]);
        }

        if (state.RingingAt is { } ringing)
        {
            _ringing.Record((ringing - state.StartedAt).TotalSeconds);
        }

        if (state is { AnsweredAt: { } answered, EndedAt: { } ended })
        {
            _duration.Record((ended - answered).TotalSeconds);
        }
    }

    /// <summary>The devices of a number changed from so many to so many.</summary>
    public void BindingsChanged(int before, int after)
    {
        Interlocked.Add(ref _bindings, after - before);
        Interlocked.Add(ref _registered, Math.Min(after, 1) - Math.Min(before, 1));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private Histogram<double> Seconds(string name, string description, IReadOnlyList<double> boundaries) =>
        _meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private IEnumerable<Measurement<long>> Ended() =>
        s_outcomes.Select(outcome => new Measurement<long>(Volatile.Read(ref _ended[(int)outcome]), new KeyValuePair<string, object?>("outcome", OutcomeWord.Of(outcome))));
}
