using System.Globalization;
using ActorPbx.Hocon;

namespace ActorPbx.Node.Cli;

/// <summary>Times as an operator types them.</summary>
public static class TimeText
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(36_500);

    private static readonly string[] LocalForms =
        ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];

    private static readonly string[] ZonedForms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a day, a day and time, a time of today, or a duration before now. Without a zone the local one is meant.</summary>
    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        var culture = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, LocalForms, culture, DateTimeStyles.None, out var local))
        {
            time = new DateTimeOffset(local, TimeZoneInfo.Local.GetUtcOffset(local));
            return true;
        }

        if (DateTimeOffset.TryParseExact(text, ZonedForms, culture, DateTimeStyles.AssumeLocal, out time))
        {
            return true;
        }

        if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], culture, DateTimeStyles.None, out var today))
        {
            time = new DateTimeOffset(now.Date + today.ToTimeSpan(), now.Offset);
            return true;
        }

        if (TryParseDuration(text, out var ago))
        {
            time = now - ago;
            return true;
        }

        time = default;
        return false;
    }

    /// <summary>Reads a duration such as 30s or 5m, or 0. A bare number would be milliseconds in HOCON, which nobody means here.</summary>
    public static bool TryParseDuration(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        return text == "0" || (text.Length > 0 && char.IsAsciiLetter(text[^1]) && HoconDuration.TryParse(text, out duration)
            && duration >= TimeSpan.Zero && duration <= LongestDuration);
    }
}
