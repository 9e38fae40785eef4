using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Identity;

/// <summary>Who a caller is, as its network vouches for (RFC 3325), and how one looks that is not to be known (RFC 3323).</summary>
public static class AssertedIdentity
{
    /// <summary>RFC 3323 §4.1.1.3: the host of an address that names nobody.</summary>
    public const string AnonymousHost = "anonymous.invalid";

    /// <summary>From of a caller that is not to be known, without tag.</summary>
    public const string Anonymous = $"\"Anonymous\" <sip:anonymous@{AnonymousHost}>";

    /// <summary>The first identity with a number or name that the sender vouches for; null when it vouches for none. Only of a trusted peer it means anything.</summary>
    public static NameAddress? In(SipMessage message) => First(message, HeaderName.PAssertedIdentity);

    /// <summary>RFC 3325 §9.2: who the sender says that it is, beside what it shows in From.</summary>
    public static NameAddress? PreferredIn(SipMessage message) => First(message, HeaderName.PPreferredIdentity);

    /// <summary>Whether an address names nobody on purpose.</summary>
    public static bool IsAnonymous(NameAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.Uri.Host.Equals(AnonymousHost, StringComparison.OrdinalIgnoreCase) || string.Equals(address.Uri.User, "anonymous", StringComparison.OrdinalIgnoreCase);
    }

    private static NameAddress? First(SipMessage message, HeaderName name)
    {
        ArgumentNullException.ThrowIfNull(message);
        foreach (var value in message.RawValues(name))
        {
            if (NameAddress.TryParse(value, out var address) && !string.IsNullOrEmpty(address.Uri.User))
            {
                return address;
            }
        }

        return null;
    }
}
