using System.Text;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Authentication;

/// <summary>Whether credentials were made for this request's target (RFC 7616 §3.4.6).</summary>
internal static class DigestUri
{
    /// <summary>
    /// The digest-uri is the Request-URI, or names this server without a user (as sipp does), or has the Request-URI's user at a name of this server.
    /// </summary>
    public static bool Fits(ReadOnlySpan<byte> digestUri, SipUri requestUri, IReadOnlyCollection<string> serverNames)
    {
        if (digestUri.SequenceEqual(requestUri.Raw)) return true;
        if (!SipUri.TryParse(digestUri, out var uri)) return false;
        if (uri.Equals(requestUri)) return true;
        if (!uri.IsSip || !Names(uri, serverNames)) return false;
        return uri.User is null || (uri.User == requestUri.User && Names(requestUri, serverNames));
    }

    private static bool Names(SipUri uri, IReadOnlyCollection<string> serverNames)
    {
        foreach (var name in serverNames)
        {
            if (Ascii.EqualsIgnoreCase(uri.RawHost, name)) return true;
        }
        return false;
    }
}
