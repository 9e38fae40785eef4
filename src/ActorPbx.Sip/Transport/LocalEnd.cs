using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>A listener's own address as a given peer should see it.</summary>
internal sealed class LocalEnd(SipListenerOptions options, IPEndPoint bound, LocalAddresses addresses)
{
    private readonly bool _everyAddress = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any);

    public IPEndPoint Bound => bound;

    public (IPEndPoint Local, string SentBy) Towards(IPAddress peer)
    {
        IPEndPoint local = _everyAddress ? new IPEndPoint(addresses.Towards(peer), bound.Port) : bound;
        return (local, SentBy(addresses.Told(peer, local.Address)));
    }

    private string SentBy(IPAddress address)
    {
        string host = options.AdvertisedHost ?? (address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{WithoutScope(address)}]" : address.ToString());
        return $"{host}:{options.AdvertisedPort ?? bound.Port}";
    }

    private static IPAddress WithoutScope(IPAddress address) => address.ScopeId == 0 ? address : new IPAddress(address.GetAddressBytes());
}
