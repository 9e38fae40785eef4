using System.Globalization;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.History;

/// <summary>The History-Info header (RFC 7044): whom a request was meant for, one after the other.</summary>
public static class HistoryInfo
{
    /// <summary>The index of the last entry of a message; empty when there is none.</summary>
    public static string LastIndexIn(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var last = "";
        foreach (var value in message.RawValues(HeaderName.HistoryInfo))
        {
            if (NameAddress.TryParse(value, out var address) && address.Parameters.Get("index") is { Length: > 0 } index)
            {
                last = index;
            }
        }

        return last;
    }

    /// <summary>The entry of the number that was dialled; with why it was left, if it was.</summary>
    public static string First(string number, string host, int leftFor = 0) => Entry(number, host, leftFor, "1", "");

    /// <summary>RFC 7044 §10.3: the entry of the number that took another's place, a level below that one; "mp" says that it is somebody else's.</summary>
    public static string Next(string number, string host, string before, int leftFor = 0) => Entry(number, host, leftFor, $"{before}.1", $";mp={before}");

    // RFC 7044 §5.1: why an entry was left stands in its URI, as an escaped Reason.
    private static string Entry(string number, string host, int leftFor, string index, string target)
    {
        var reason = leftFor == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"?Reason=SIP%3Bcause%3D{leftFor}");
        return $"<{SipUri.Create(number, host)}{reason}>;index={index}{target}";
    }
}
