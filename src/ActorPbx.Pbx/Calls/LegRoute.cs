using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Where requests inside a dialog go.</summary>
internal static class LegRoute
{
    /// <summary>
    /// The next hop by route set or remote target (RFC 3261 §12.2.1.1). A peer on a stream connection or behind a NAT is reached
    /// the way it was reached before, whatever its Contact says; so is one whose next hop is a host name.
    /// </summary>
    public static SipTarget Towards(SipUri nextHop, SipTarget before, bool sameWay, bool isSecure)
    {
        if (sameWay || !IPAddress.TryParse(nextHop.Host.Trim('[', ']'), out var address))
        {
            return before;
        }

        var transport = TransportOf(nextHop) ?? before.Transport;
        var endPoint = new IPEndPoint(address, nextHop.Port ?? transport.DefaultPort());
        if (before.Transport == SipTransport.Tls && transport != SipTransport.Tls && isSecure)
        {
            // RFC 3261 §12.2.1.1 and §26.2.2: a dialog that began with a sips: address never leaves TLS.
            return before;
        }

        return before.Transport == transport && before.EndPoint.Equals(endPoint) ? before : new SipTarget(transport, endPoint);
    }

    /// <summary>True when the peer of this request must be answered and called the way it came.</summary>
    public static bool NeedsSameWay(SipRequest request, SipFlow flow) =>
        flow.Transport.IsReliable() || !IPAddress.TryParse(request.TopVia.Host.Trim('[', ']'), out var sentBy) || !SameAddress(sentBy, flow.Remote.Address);

    /// <summary>The transport that a URI asks for; null when it leaves it open.</summary>
    public static SipTransport? TransportOf(SipUri uri) => uri.IsSecure ? SipTransport.Tls : uri.TransportParam switch
    {
        "udp" => SipTransport.Udp,
        "tcp" => SipTransport.Tcp,
        "tls" => SipTransport.Tls,
        _ => null,
    };

    private static bool SameAddress(IPAddress one, IPAddress other) =>
        one.Equals(other.IsIPv4MappedToIPv6 ? other.MapToIPv4() : other);
}
