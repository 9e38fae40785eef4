namespace ActorPbx.Sip.Timers;

/// <summary>The clock that every SIP timer of a stack runs on: real in production, moved by hand in tests.</summary>
public interface ITimerClock
{
    /// <summary>Milliseconds since an arbitrary start; never goes back.</summary>
    long Now { get; }
}

/// <summary>The machine's monotonic clock.</summary>
public sealed class SystemTimerClock : ITimerClock
{
    public static SystemTimerClock Instance { get; } = new();

    public long Now => Environment.TickCount64;
}

/// <summary>A clock that stands still until it is moved: SIP's half minutes pass in no time in tests.</summary>
public sealed class ManualTimerClock : ITimerClock
{
    private long _now = 1_000_000;

    public long Now => Volatile.Read(ref _now);

    public void Advance(long milliseconds) => Interlocked.Add(ref _now, milliseconds);
}
