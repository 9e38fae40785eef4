using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Rtp.Sockets;

/// <summary>Where media comes from or goes to, small enough to compare for every packet. IPv4 is kept in its IPv6-mapped form.</summary>
/// <param name="Host">The 128 bits of the IPv6 address.</param>
/// <param name="Port">UDP port; 0 in no address.</param>
/// <param name="Scope">Interface index of a link-local IPv6 address, else 0.</param>
internal readonly record struct MediaAddress(UInt128 Host, ushort Port, uint Scope = 0)
{
    /// <summary>Octets of the longest socket address (IPv6).</summary>
    public const int SocketAddressLength = 28;

    private const int IPv4Length = 16;
    private const ushort IPv4Family = 2;
    private const ushort IPv6Family = 10; // AF_INET6 of Linux
    private static readonly UInt128 MappedPrefix = new(0, 0x0000_FFFF_0000_0000);

    /// <summary>Nowhere.</summary>
    public static MediaAddress None => default;

    /// <summary>True for no address at all and for those that SDP uses to say "do not send" (port 0, 0.0.0.0, ::).</summary>
    public bool IsNone => Port == 0 || Host == UInt128.Zero || Host == MappedPrefix;

    private bool IsIPv4 => Host >> 32 == MappedPrefix >> 32;

    /// <summary>True when both are the same machine as far as addresses tell; ports may differ.</summary>
    public bool IsSameHost(in MediaAddress other) => Host == other.Host && Scope == other.Scope;

    /// <summary>The same place as an end point of .NET.</summary>
    public static MediaAddress From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        var address = endPoint.Address;
        var scope = address.AddressFamily == AddressFamily.InterNetworkV6 ? (uint)address.ScopeId : 0;
        (address.AddressFamily == AddressFamily.InterNetwork ? address.MapToIPv6() : address).TryWriteBytes(bytes, out _);
        return new MediaAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes), (ushort)endPoint.Port, scope);
    }

    /// <summary>Reads a Linux <c>sockaddr_in</c> or <c>sockaddr_in6</c>.</summary>
    public static MediaAddress Read(ReadOnlySpan<byte> socketAddress)
    {
        var family = BinaryPrimitives.ReadUInt16LittleEndian(socketAddress);
        var port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]);
        return family switch
        {
            IPv4Family => new MediaAddress(MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(socketAddress[4..]), port),
            IPv6Family => new MediaAddress(
                BinaryPrimitives.ReadUInt128BigEndian(socketAddress[8..]), port, BinaryPrimitives.ReadUInt32LittleEndian(socketAddress[24..])),
            _ => None,
        };
    }

    /// <summary>Writes the socket address for a socket of the given family and answers its length; 0 when that family cannot reach it.</summary>
    public int Write(Span<byte> socketAddress, AddressFamily family)
    {
        BinaryPrimitives.WriteUInt16BigEndian(socketAddress[2..], Port);
        if (family == AddressFamily.InterNetwork)
        {
            if (!IsIPv4)
                return 0;
            BinaryPrimitives.WriteUInt16LittleEndian(socketAddress, IPv4Family);
            BinaryPrimitives.WriteUInt32BigEndian(socketAddress[4..], (uint)Host);
            socketAddress[8..IPv4Length].Clear();
            return IPv4Length;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(socketAddress, IPv6Family);
        BinaryPrimitives.WriteUInt32LittleEndian(socketAddress[4..], 0);
        BinaryPrimitives.WriteUInt128BigEndian(socketAddress[8..], Host);
        BinaryPrimitives.WriteUInt32LittleEndian(socketAddress[24..], Scope);
        return SocketAddressLength;
    }
}
