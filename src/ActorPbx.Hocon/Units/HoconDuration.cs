namespace ActorPbx.Hocon;

/// <summary>Durations as HOCON writes them: <c>250ms</c>, <c>30 s</c>, <c>1.5 hours</c>; a bare number is milliseconds.</summary>
public static class HoconDuration
{
    /// <summary>Reads a duration; false when the text is not one or it does not fit a <see cref="TimeSpan"/>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (!Units.UnitText.TrySplit(text, out var number, out var unit) || TicksOf(unit) is not { } ticksPerUnit) return false;
        try
        {
            var ticks = decimal.Round(number * ticksPerUnit, MidpointRounding.AwayFromZero);
            if (ticks < TimeSpan.MinValue.Ticks || ticks > TimeSpan.MaxValue.Ticks) return false;
            duration = TimeSpan.FromTicks((long)ticks);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    /// <summary>Writes a duration in the largest unit that leaves a whole number.</summary>
    public static string Format(TimeSpan duration)
    {
        foreach (var (unit, ticks) in (ReadOnlySpan<(string, long)>)[("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour),
                     ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond), ("us", 10)])
            if (duration.Ticks != 0 && duration.Ticks % ticks == 0) return $"{duration.Ticks / ticks}{unit}";
        return duration.Ticks == 0 ? "0ms" : $"{duration.Ticks * 100}ns";
    }

    // HOCON "Duration format", with weeks beside it; a tick is 100 ns.
    private static decimal? TicksOf(string unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01m,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => 10,
        "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
        "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
        "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
        "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
        "d" or "day" or "days" => TimeSpan.TicksPerDay,
        "w" or "week" or "weeks" => 7 * TimeSpan.TicksPerDay,
        _ => null,
    };
}
