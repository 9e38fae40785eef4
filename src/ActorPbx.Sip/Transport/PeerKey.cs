using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ActorPbx.Sip.Transport;

/// <summary>A peer's address and port as plain numbers: what flows are looked up by without allocating.</summary>
internal readonly record struct PeerKey(ulong High, ulong Low, uint Scope, ushort Port)
{
    private const int PortOffset = 2;
    private const int V4AddressOffset = 4;
    private const int V6AddressOffset = 8;
    private const int V6ScopeOffset = 24;
    private const int V6Size = 28;

    public static PeerKey Of(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.TryWriteBytes(bytes, out int written);
        return written == 4
            ? new PeerKey(0, BinaryPrimitives.ReadUInt32BigEndian(bytes), 0, (ushort)endPoint.Port)
            : new PeerKey(
                BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (uint)endPoint.Address.ScopeId, (ushort)endPoint.Port);
    }

    /// <summary>Reads a <c>sockaddr_in</c> or <c>sockaddr_in6</c>.</summary>
    public static PeerKey Of(ReadOnlySpan<byte> socketAddress, AddressFamily family)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[PortOffset..]);
        if (family == AddressFamily.InterNetwork || socketAddress.Length < V6Size)
            return new PeerKey(0, BinaryPrimitives.ReadUInt32BigEndian(socketAddress[V4AddressOffset..]), 0, port);

        ReadOnlySpan<byte> address = socketAddress[V6AddressOffset..];
        uint scope = MemoryMarshal.Read<uint>(socketAddress[V6ScopeOffset..]);
        return new PeerKey(BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), scope, port);
    }
}
