using System.Globalization;

namespace ActorPbx.Node.Cli.Output;

/// <summary>Durations for people.</summary>
internal static class DurationText
{
    /// <summary>Seconds as 12s, 3m 05s, 2h 03m or 4d 02h.</summary>
    public static string Of(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Max(0, Math.Floor(seconds)));
        return time switch
        {
            { TotalMinutes: < 1 } => Text($"{time.Seconds}s"),
            { TotalHours: < 1 } => Text($"{time.Minutes}m {time.Seconds:00}s"),
            { TotalDays: < 1 } => Text($"{time.Hours}h {time.Minutes:00}m"),
            _ => Text($"{time.Days}d {time.Hours:00}h"),
        };
    }

    /// <summary>Seconds as a telephone bill shows them: 0:07, 12:30, 1:02:03.</summary>
    public static string Clock(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Max(0, Math.Floor(seconds)));
        return time.TotalHours >= 1 ? Text($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}") : Text($"{time.Minutes}:{time.Seconds:00}");
    }

    /// <summary>A point in time in the local zone.</summary>
    public static string Local(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
