namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>How much load a scenario is run under.</summary>
/// <param name="Kept">Calls that are up when the fault comes, for each direction.</param>
/// <param name="PerSecond">New calls a second, for each stream.</param>
/// <param name="Around">New calls of each stream that must be settled before the fault, and again before the next step.</param>
internal sealed record ChaosScale(int Kept, double PerSecond, int Around)
{
    /// <summary>A few calls for continuous integration; many with $CHAOS_LOAD = long, as scripts/chaos runs it.</summary>
    public static ChaosScale Current { get; } = Environment.GetEnvironmentVariable("CHAOS_LOAD") == "long" ? new(50, 20, 200) : new(6, 5, 10);
}
