using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.History;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>What a phone's 3xx asks for.</summary>
internal static class Redirection
{
    private const int HighestQuality = 1000;

    /// <summary>The call's input; null when there is nothing to follow. RFC 3261 §8.1.3.4: the contact with the highest q is tried.</summary>
    public static CallInput.DeviceRedirected? Of(LegId leg, SipResponse response, CallRouting routing)
    {
        // RFC 3261 §21.3: 305 is a proxy's word, and 380 comes with another service than a call.
        if (response.StatusCode is not (300 or 301 or 302))
        {
            return null;
        }

        (string Number, DeviceWanted Device)? best = null;
        var quality = -1;
        foreach (var contact in response.Contacts)
        {
            if (routing.Read(contact.Uri) is { } who && Quality(contact) > quality)
            {
                (best, quality) = (who, Quality(contact));
            }
        }

        return best is var (number, device)
            ? new CallInput.DeviceRedirected(leg, new ResponseCode(response.StatusCode), number, routing.HomeOf(number), DiversionHeader.ReasonIn(response), device)
            : null;
    }

    // RFC 3261 §20.10: from 0 to 1 with up to three digits; 1 when nothing is said.
    private static int Quality(NameAddress contact) =>
        decimal.TryParse(contact.Parameters.Get("q"), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var q)
            ? (int)(Math.Clamp(q, 0, 1) * HighestQuality)
            : HighestQuality;
}
