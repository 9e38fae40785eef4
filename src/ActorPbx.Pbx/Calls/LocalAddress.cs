using System.Net;
using ActorPbx.Pbx.Media;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>An address of this machine that media towards a peer start from, and what the peer is told instead when a NAT lies between.</summary>
/// <param name="Own">The address itself.</param>
/// <param name="Told">What the peer is told.</param>
internal readonly record struct LocalAddress(string Own, string Told)
{
    /// <summary>Towards the peer of this flow.</summary>
    public static LocalAddress Of(SipFlow flow) => Of(flow.Local.Address, flow.SentBy);

    /// <summary>The address, and what the peer was told by SIP; that may be a name, which says nothing about media.</summary>
    public static LocalAddress Of(IPAddress own, string sentBy)
    {
        var told = CallMedia.HostOf(sentBy);
        return new LocalAddress(own.ToString(), IPAddress.TryParse(told, out var address) && address.AddressFamily == own.AddressFamily ? told : own.ToString());
    }

    /// <summary>Towards another node, which SIP tells a name.</summary>
    public static LocalAddress Of(string own, IPAddress peer, MediaNetworks networks) => new(own, networks.Told(peer, IPAddress.Parse(own)).ToString());
}
