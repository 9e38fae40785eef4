using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorPbx.Rtp.Ports;

/// <summary>Two bound sockets that one side of one stream listens at: RTP on an even port, RTCP on the next.</summary>
internal sealed class PortPair : IDisposable
{
    private const int IPv6Level = 41;
    private const int IPv6TrafficClass = 67;

    private readonly PortPool _pool;

    private PortPair(PortPool pool, Socket rtp, Socket rtcp, IPEndPoint address)
    {
        _pool = pool;
        Rtp = rtp;
        Rtcp = rtcp;
        Address = address;
    }

    public Socket Rtp { get; }

    public Socket Rtcp { get; }

    /// <summary>Where RTP is received.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Binds a pair of the pool at a local address, stepping over pairs of which another program holds a port.</summary>
    /// <param name="pool">Where the pair comes from and, on <see cref="Dispose"/>, goes back to.</param>
    /// <param name="local">The address to listen at.</param>
    /// <param name="dscp">Differentiated services code point for what is sent.</param>
    /// <param name="reason">Why there is none, for a person to read.</param>
    public static PortPair? TryBind(PortPool pool, IPAddress local, int dscp, out string reason)
    {
        reason = $"all {pool.Capacity} port pairs of {pool.First}-{pool.Last} are in use";
        for (var attempts = pool.Capacity; attempts > 0 && pool.TryTake(out var port); attempts--)
        {
            if (TryBind(pool, local, port, dscp, out var pair, out var error))
                return pair;
            pool.Return(port);
            if (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
                continue;
            reason = $"cannot listen at {new IPEndPoint(local, port)}: {error.Message}";
            return null;
        }
        return null;
    }

    /// <summary>Closes both sockets and gives the ports back.</summary>
    public void Dispose()
    {
        Rtp.Dispose();
        Rtcp.Dispose();
        _pool.Return(Address.Port);
    }

    private static bool TryBind(PortPool pool, IPAddress local, int port, int dscp, out PortPair? pair, out SocketException error)
    {
        pair = null;
        Socket? rtp = null;
        Socket? rtcp = null;
        try
        {
            rtp = Bind(local, port, dscp);
            rtcp = Bind(local, port + 1, dscp);
            pair = new PortPair(pool, rtp, rtcp, new IPEndPoint(local, port));
            error = new SocketException();
            return true;
        }
        catch (SocketException failure)
        {
            rtp?.Dispose();
            rtcp?.Dispose();
            error = failure;
            return false;
        }
    }

    private static Socket Bind(IPAddress local, int port, int dscp)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(local, port));
            var trafficClass = dscp << 2;
            if (local.AddressFamily == AddressFamily.InterNetwork)
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, trafficClass);
            else
                socket.SetRawSocketOption(IPv6Level, IPv6TrafficClass, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in trafficClass)));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
