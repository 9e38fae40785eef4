using System.Buffers.Binary;

namespace ActorPbx.Rtp.Packets;

/// <summary>What an RTCP packet reports (RFC 3550 §12.1, RFC 4585 §6.1, RFC 3611 §2).</summary>
public enum RtcpPacketType : byte
{
    /// <summary>Sent and received figures of a sender.</summary>
    SenderReport = 200,

    /// <summary>Received figures of a listener.</summary>
    ReceiverReport = 201,

    /// <summary>Names of a source (CNAME and others).</summary>
    SourceDescription = 202,

    /// <summary>A source leaves.</summary>
    Goodbye = 203,

    /// <summary>Defined by an application.</summary>
    Application = 204,

    /// <summary>Transport layer feedback, such as NACK.</summary>
    TransportFeedback = 205,

    /// <summary>Payload feedback, such as picture loss.</summary>
    PayloadFeedback = 206,

    /// <summary>Extended report (XR).</summary>
    ExtendedReport = 207,
}

/// <summary>The four octets in front of every RTCP packet (RFC 3550 §6.4.1).</summary>
/// <param name="Type">The packet's kind; values that this list does not name are kept.</param>
/// <param name="Count">Report blocks, source chunks or a subtype: 0–31.</param>
/// <param name="HasPadding">True when the packet ends in padding.</param>
/// <param name="Length">Octets of the whole packet, header included: always a multiple of four.</param>
public readonly record struct RtcpHeader(RtcpPacketType Type, byte Count, bool HasPadding, int Length)
{
    /// <summary>Octets of the header itself.</summary>
    public const int FixedLength = 4;

    /// <summary>Reads the header at the start of <paramref name="packet"/>; false when it is no RTCP. <see cref="Length"/> may exceed what is there.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtcpHeader header)
    {
        header = default;
        if (!RtcpDatagram.IsRtcp(packet))
            return false;
        header = new RtcpHeader(
            (RtcpPacketType)packet[1],
            (byte)(packet[0] & 0x1F),
            (packet[0] & 0x20) != 0,
            (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) + 1) * 4);
        return true;
    }

    /// <summary>Writes the four octets.</summary>
    /// <exception cref="ArgumentException">A count over 31, a length that is no multiple of four or over 2^18, or a destination too short.</exception>
    public int Write(Span<byte> destination)
    {
        if (Count > 31)
            throw new ArgumentException($"Count {Count} does not fit in 5 bits.");
        if (Length is < FixedLength or > 4 * 65536 || Length % 4 != 0)
            throw new ArgumentException($"{Length} octets are no RTCP length.");
        if (destination.Length < FixedLength)
            throw new ArgumentException("The header needs 4 octets.", nameof(destination));

        destination[0] = (byte)(0x80 | (HasPadding ? 0x20 : 0) | Count);
        destination[1] = (byte)Type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(Length / 4 - 1));
        return FixedLength;
    }
}
