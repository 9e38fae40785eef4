using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Rtp.Packets;

namespace ActorPbx.Rtp.Tests.Relay;

/// <summary>A phone as the relay sees it: an RTP and an RTCP socket.</summary>
internal sealed class RelayPhone(IPAddress local) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private ushort _sequence;

    public Socket Rtp { get; } = Bind(local);

    public Socket Rtcp { get; } = Bind(local);

    public uint Ssrc { get; init; } = (uint)Random.Shared.Next(1, int.MaxValue);

    public IPEndPoint RtpAddress => (IPEndPoint)Rtp.LocalEndPoint!;

    public IPEndPoint RtcpAddress => (IPEndPoint)Rtcp.LocalEndPoint!;

    public void Send(IPEndPoint to, string words, uint? ssrc = null, byte payloadType = 0)
    {
        var packet = new byte[12 + words.Length];
        new RtpHeader(false, payloadType, _sequence, _sequence * 160u, ssrc ?? Ssrc).Write(packet);
        _sequence++;
        System.Text.Encoding.ASCII.GetBytes(words, packet.AsSpan(12));
        Rtp.SendTo(packet, to);
    }

    public void SendReport(IPEndPoint toRtp, uint? ssrc = null)
    {
        byte[] report = [0x80, 201, 0, 1, 0, 0, 0, 0];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(4), ssrc ?? Ssrc);
        Rtcp.SendTo(report, new IPEndPoint(toRtp.Address, toRtp.Port + 1));
    }

    /// <summary>The words of the next RTP packet.</summary>
    public string Hear() => System.Text.Encoding.ASCII.GetString(Receive(Rtp).AsSpan(12));

    public static byte[] Receive(Socket socket)
    {
        var clock = Stopwatch.StartNew();
        while (!socket.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
            clock.Elapsed.ShouldBeLessThan(Patience, "nothing arrived");
        var buffer = new byte[4096];
        return buffer[..socket.Receive(buffer)];
    }

    public void Dispose()
    {
        Rtp.Dispose();
        Rtcp.Dispose();
    }

    private static Socket Bind(IPAddress local)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(local, 0));
        return socket;
    }
}
