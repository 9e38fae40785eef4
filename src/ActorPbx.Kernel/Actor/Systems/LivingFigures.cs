using System.Diagnostics.Metrics;

namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>How many actors of a system live and how many of their timers run, as a meter for whoever measures.</summary>
internal sealed class LivingFigures : IDisposable
{
    private readonly Meter _meter = new("ActorPbx.Actors");
    private readonly HashedWheelTimerScheduler? _clock;
    private int _actors;

    /// <summary>Publishes the figures until it is disposed of.</summary>
    public LivingFigures(IScheduler scheduler)
    {
        _clock = scheduler as HashedWheelTimerScheduler;
        _meter.CreateObservableUpDownCounter("actorpbx.actors.alive", () => Actors, "{actor}", "Living actors, the runtime's own among them");
        _meter.CreateObservableUpDownCounter("actorpbx.actors.timers", () => Timers, "{timer}", "Timers of actors that run");
    }

    /// <summary>Actors that began and have not ended.</summary>
    public int Actors => Volatile.Read(ref _actors);

    /// <summary>Timers on the system's clock.</summary>
    public int Timers => _clock?.Count ?? 0;

    public void ActorBegan() => Interlocked.Increment(ref _actors);

    public void ActorEnded() => Interlocked.Decrement(ref _actors);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
