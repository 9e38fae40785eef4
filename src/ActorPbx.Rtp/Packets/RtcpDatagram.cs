using System.Buffers.Binary;

namespace ActorPbx.Rtp.Packets;

/// <summary>One datagram of RTCP: a chain of packets (RFC 3550 §6.1) or, reduced, a single one (RFC 5506).</summary>
public static class RtcpDatagram
{
    /// <summary>Octets of the smallest datagram that names its sender.</summary>
    public const int MinimumLength = 8;

    /// <summary>True when the first packet is RTCP rather than RTP, also on a port that both share.</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) =>
        // RFC 5761 §4: types 192–223 are RTCP; RTP payload types 64–95 are left free for that.
        datagram.Length >= RtcpHeader.FixedLength && datagram[0] >> 6 == 2 && datagram[1] is >= 192 and <= 223;

    /// <summary>The SSRC of whoever sent the datagram. It stands in clear in SRTCP too, so this holds for both; false for a datagram too short to name it.</summary>
    public static bool TryGetSender(ReadOnlySpan<byte> datagram, out uint ssrc)
    {
        ssrc = 0;
        if (datagram.Length < MinimumLength || !IsRtcp(datagram))
            return false;
        // A first packet that claims not to reach its own SSRC has none.
        if (BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) == 0)
            return false;
        ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]);
        return true;
    }

    /// <summary>Takes the next packet off the front of a plain (not SRTCP) datagram; false at its end or at a packet that reaches beyond it.</summary>
    /// <param name="rest">What is left; moves behind the packet taken.</param>
    /// <param name="header">The packet's header.</param>
    /// <param name="body">What follows the header, without padding.</param>
    public static bool TryTake(ref ReadOnlySpan<byte> rest, out RtcpHeader header, out ReadOnlySpan<byte> body)
    {
        body = default;
        if (!RtcpHeader.TryParse(rest, out header) || header.Length > rest.Length)
            return false;

        var packet = rest[..header.Length];
        body = packet[RtcpHeader.FixedLength..];
        if (header.HasPadding)
        {
            if (body.IsEmpty || body[^1] == 0 || body[^1] > body.Length)
                return false;
            body = body[..^body[^1]];
        }
        rest = rest[header.Length..];
        return true;
    }

    /// <summary>True when the packets fill the datagram exactly, as RFC 3550 A.2 asks of plain RTCP.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> datagram)
    {
        var rest = datagram;
        while (TryTake(ref rest, out var header, out _))
        {
            // RFC 3550 §6.4.1: only the last packet of a compound may be padded.
            if (header.HasPadding && !rest.IsEmpty)
                return false;
        }
        return rest.IsEmpty && !datagram.IsEmpty;
    }
}
