namespace ActorPbx.Pbx.Trunks;

/// <summary>How an address of a trunk answers.</summary>
public enum TrunkHealth
{
    /// <summary>Nothing is known yet.</summary>
    Unknown,

    /// <summary>It answered last time.</summary>
    Good,

    /// <summary>Several pings in a row were left without answer.</summary>
    Down,
}

/// <summary>What pings have told of an address. Immutable; the rules are pure.</summary>
/// <param name="Health">How it stands.</param>
/// <param name="Misses">Pings in a row without answer.</param>
public sealed record TrunkPulse(TrunkHealth Health, int Misses)
{
    private const int MissesUntilDown = 2;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);

    /// <summary>The pause between pings of an address that answers, and the longest of one that does not.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>Before the first ping.</summary>
    public static TrunkPulse Unknown { get; } = new(TrunkHealth.Unknown, 0);

    /// <summary>What a ping's outcome makes of it.</summary>
    /// <param name="status">The final response; 0 when there is none.</param>
    public TrunkPulse After(int status) =>
        status is 0 or 408 or 503 ? new(Misses + 1 >= MissesUntilDown ? TrunkHealth.Down : Health, Misses + 1) : new(TrunkHealth.Good, 0);

    /// <summary>The pause until the next ping: doubles with each miss.</summary>
    public TimeSpan Pause => Misses == 0 ? Interval : TimeSpan.FromTicks(Math.Min(Interval.Ticks, s_firstPause.Ticks << Math.Min(Misses - 1, 10)));
}
