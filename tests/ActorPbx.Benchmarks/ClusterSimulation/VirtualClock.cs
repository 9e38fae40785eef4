namespace ActorPbx.Benchmarks.ClusterSimulation;

/// <summary>The time of day of a simulated cluster.</summary>
internal sealed class VirtualClock(IScheduler scheduler) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => scheduler.Now;
}
