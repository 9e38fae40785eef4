using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>Which of this machine's addresses a peer sees: what a listener on every address writes into Via and Contact.</summary>
internal sealed class LocalAddresses(ServerAddresses server)
{
    private const int MaxRemembered = 4_096;
    private const int AnyPort = 9;
    private static readonly long Lifetime = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    private readonly ConcurrentDictionary<IPAddress, (IPAddress Address, long ValidUntil)> _known = new();

    /// <summary>What the peer is told of one of this machine's addresses.</summary>
    public IPAddress Told(IPAddress peer, IPAddress own) => server.Told(peer, own);

    /// <summary>The configured address, or else the one that the kernel's routes choose for the peer; remembered for a minute, for routes change.</summary>
    public IPAddress Towards(IPAddress peer)
    {
        if (server.ChosenFor(peer) is { } chosen) return chosen;
        long now = Environment.TickCount64;
        if (_known.TryGetValue(peer, out var known) && known.ValidUntil > now) return known.Address;
        if (_known.Count >= MaxRemembered) _known.Clear();
        IPAddress found = Ask(peer);
        _known[peer] = (found, now + Lifetime);
        return found;
    }

    private static IPAddress Ask(IPAddress peer)
    {
        IPAddress loopback = peer.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        try
        {
            // Connecting a UDP socket sends nothing; it only makes the kernel choose a route.
            using var probe = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(new IPEndPoint(peer, AnyPort));
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return loopback;
        }
    }
}
