using System.Globalization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Sessions;

/// <summary>Which end of a transaction keeps the session alive (RFC 4028 §4).</summary>
public enum Refresher
{
    Unsaid,

    /// <summary>Who sent the request.</summary>
    Uac,

    /// <summary>Who answered it.</summary>
    Uas,
}

/// <summary>A Session-Expires header: how long the session lives unless it is refreshed, and who does so (RFC 4028 §4).</summary>
public readonly record struct SessionExpires(TimeSpan Interval, Refresher Refresher)
{
    private const string RefresherParameter = "refresher";

    /// <summary>What a message says; null when it says nothing that can be read.</summary>
    public static SessionExpires? In(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Headers.Get(HeaderName.SessionExpires) is { } text && Seconds(text) is { } interval
            ? new SessionExpires(interval, RefresherIn(text))
            : null;
    }

    /// <summary>The shortest interval that a message allows (RFC 4028 §5); null when it names none.</summary>
    public static TimeSpan? MinimumIn(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Headers.Get(HeaderName.MinSE) is { } text ? Seconds(text) : null;
    }

    public override string ToString() => Refresher switch
    {
        Refresher.Uac => $"{Text(Interval)};refresher=uac",
        Refresher.Uas => $"{Text(Interval)};refresher=uas",
        _ => Text(Interval),
    };

    internal static string Text(TimeSpan interval) => ((long)Math.Ceiling(interval.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static TimeSpan? Seconds(ReadOnlySpan<char> text)
    {
        var end = text.IndexOf(';');
        var number = (end < 0 ? text : text[..end]).Trim();
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static Refresher RefresherIn(ReadOnlySpan<char> text)
    {
        while (text.IndexOf(';') is var next and >= 0)
        {
            text = text[(next + 1)..];
            var end = text.IndexOf(';');
            var parameter = end < 0 ? text : text[..end];
            var equals = parameter.IndexOf('=');
            if (equals < 0 || !parameter[..equals].Trim().Equals(RefresherParameter, StringComparison.OrdinalIgnoreCase)) continue;
            var value = parameter[(equals + 1)..].Trim();
            if (value.Equals("uac", StringComparison.OrdinalIgnoreCase)) return Refresher.Uac;
            if (value.Equals("uas", StringComparison.OrdinalIgnoreCase)) return Refresher.Uas;
        }

        return Refresher.Unsaid;
    }
}
