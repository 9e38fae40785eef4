using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>
/// The STUN that phones with outbound flows over UDP speak on the SIP port to keep their NAT's mapping alive and to learn whether it changed
/// (RFC 5626 §4.4.2, RFC 8489): a Binding request is answered with the address that it came from, and nothing else is.
/// </summary>
internal static class StunKeepAlive
{
    private const int HeaderBytes = 20;
    private const int AttributeHeaderBytes = 4;
    private const ushort BindingRequest = 0x0001;
    private const ushort BindingSuccess = 0x0101;
    private const uint MagicCookie = 0x2112A442;
    private const ushort XorMappedAddress = 0x0020;
    private const byte FamilyV4 = 1;
    private const byte FamilyV6 = 2;

    /// <summary>The longest answer: the header, and the address of a peer with IPv6.</summary>
    public const int MaxAnswer = HeaderBytes + AttributeHeaderBytes + 4 + 16;

    /// <summary>RFC 8489 §5: the first two bits of STUN are zero, and no SIP message begins so.</summary>
    public static bool IsStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderBytes && datagram[0] < 0x40 && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie;

    /// <summary>Writes the answer to a Binding request; returns its length, or 0 for what gets none.</summary>
    public static int Answer(ReadOnlySpan<byte> datagram, IPEndPoint source, Span<byte> answer)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram) != BindingRequest || length != datagram.Length - HeaderBytes || length % 4 != 0) return 0;
        IPAddress plain = source.Address.IsIPv4MappedToIPv6 ? source.Address.MapToIPv4() : source.Address;
        int addressBytes = plain.AddressFamily == AddressFamily.InterNetworkV6 ? 16 : 4;
        BinaryPrimitives.WriteUInt16BigEndian(answer, BindingSuccess);
        BinaryPrimitives.WriteUInt16BigEndian(answer[2..], (ushort)(AttributeHeaderBytes + 4 + addressBytes));
        // The cookie and the transaction id, which RFC 8489 §14.2 covers the address with.
        ReadOnlySpan<byte> cover = datagram[4..HeaderBytes];
        cover.CopyTo(answer[4..]);
        Span<byte> attribute = answer[HeaderBytes..];
        BinaryPrimitives.WriteUInt16BigEndian(attribute, XorMappedAddress);
        BinaryPrimitives.WriteUInt16BigEndian(attribute[2..], (ushort)(4 + addressBytes));
        attribute[4] = 0;
        attribute[5] = addressBytes == 4 ? FamilyV4 : FamilyV6;
        BinaryPrimitives.WriteUInt16BigEndian(attribute[6..], (ushort)(source.Port ^ (int)(MagicCookie >> 16)));
        Span<byte> address = attribute.Slice(8, addressBytes);
        plain.TryWriteBytes(address, out _);
        for (int i = 0; i < addressBytes; i++) address[i] ^= cover[i];
        return HeaderBytes + AttributeHeaderBytes + 4 + addressBytes;
    }
}
