using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>
/// The flows of a UDP socket's recent peers, so that a message of a known peer allocates none. A direct-mapped table: bounded, and two peers of one place
/// only take turns. It is emptied each minute: peers leave, and the address that a peer sees this machine by changes with the routes.
/// </summary>
/// <param name="socket">Whose peers they are.</param>
/// <param name="milliseconds">A clock that only goes forward.</param>
internal sealed class FlowCache(UdpSocket socket, Func<long> milliseconds)
{
    private const int Places = 16_384;
    private static readonly long Lifetime = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    private readonly SipFlow?[] _flows = new SipFlow?[Places];
    private long _emptyAt = milliseconds() + Lifetime;

    public SipFlow Of(ReadOnlySpan<byte> source)
    {
        AddressFamily family = socket.Listener.EndPoint.AddressFamily;
        PeerKey peer = PeerKey.Of(source, family);
        ref SipFlow? place = ref PlaceOf(peer);
        SipFlow? known = Volatile.Read(ref place);
        if (known is not null && known.Peer == peer) return known;

        var address = new SocketAddress(family, source.Length);
        source.CopyTo(address.Buffer.Span);
        var remote = (IPEndPoint)socket.Listener.EndPoint.Create(address);
        return place = Make(peer, remote, address);
    }

    public SipFlow Of(IPEndPoint remote)
    {
        PeerKey peer = PeerKey.Of(remote);
        ref SipFlow? place = ref PlaceOf(peer);
        SipFlow? known = Volatile.Read(ref place);
        if (known is not null && known.Peer == peer) return known;
        return place = Make(peer, remote, remote.Serialize());
    }

    private ref SipFlow? PlaceOf(PeerKey peer)
    {
        long now = milliseconds();
        long due = Volatile.Read(ref _emptyAt);
        if (now >= due && Interlocked.CompareExchange(ref _emptyAt, now + Lifetime, due) == due) Array.Clear(_flows);
        return ref _flows[peer.GetHashCode() & (Places - 1)];
    }

    private SipFlow Make(PeerKey peer, IPEndPoint remote, SocketAddress address)
    {
        (IPEndPoint local, string sentBy) = socket.LocalEndFor(remote.Address);
        return new SipFlow(SipTransport.Udp, local, remote, 0) { SentBy = sentBy, Listener = socket.Name, Socket = socket, RemoteAddress = address, Peer = peer };
    }
}
