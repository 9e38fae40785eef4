using System.Diagnostics;

namespace ActorPbx.Kernel.Util;

/// <summary>A clock that only goes forward, whatever happens to the time of day.</summary>
public static class MonotonicClock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    /// <summary>Since the machine started, in steps of the system's tick.</summary>
    public static TimeSpan Elapsed => TimeSpan.FromMilliseconds(Environment.TickCount64);

    /// <summary>Since the process first asked, as fine as the machine can tell.</summary>
    public static TimeSpan ElapsedHighRes => Stopwatch.GetElapsedTime(Start);

    /// <summary>Milliseconds of the fine clock.</summary>
    public static long GetMilliseconds() => (long)ElapsedHighRes.TotalMilliseconds;

    /// <summary>Nanoseconds of the fine clock.</summary>
    public static long GetNanos() => GetTicks() * 100;

    /// <summary>Ticks of 100 nanoseconds of the fine clock.</summary>
    public static long GetTicks() => ElapsedHighRes.Ticks;
}
