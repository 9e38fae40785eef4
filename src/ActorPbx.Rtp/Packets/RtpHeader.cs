using System.Buffers.Binary;

namespace ActorPbx.Rtp.Packets;

/// <summary>The header of one RTP packet (RFC 3550 §5.1): which stream it belongs to and where in that stream it stands.</summary>
/// <param name="Marker">The marker bit; for audio the first packet after a silence.</param>
/// <param name="PayloadType">0–127, the format number of the SDP.</param>
/// <param name="SequenceNumber">Counts packets, modulo 2^16.</param>
/// <param name="Timestamp">Sampling instant in units of the format's clock, modulo 2^32.</param>
/// <param name="Ssrc">The synchronisation source.</param>
public readonly record struct RtpHeader(bool Marker, byte PayloadType, ushort SequenceNumber, uint Timestamp, uint Ssrc)
{
    /// <summary>Octets of the fixed part.</summary>
    public const int FixedLength = 12;

    /// <summary>Most contributing sources a header can name (a 4-bit count).</summary>
    public const int MaximumContributingSources = 15;

    /// <summary>Octets before the payload: fixed part, contributing sources and extension. Zero in a header that was not parsed.</summary>
    public int Length { get; private init; }

    /// <summary>How many contributing sources (CSRC) the mixer named.</summary>
    public int ContributingSources { get; private init; }

    /// <summary>True when the packet says that it ends in padding; with SRTP the padding's length is encrypted.</summary>
    public bool HasPadding { get; private init; }

    /// <summary>True when a header extension stands between the sources and the payload.</summary>
    public bool HasExtension { get; private init; }

    /// <summary>Reads the header of <paramref name="packet"/>; false when it is no RTP or ends inside the header. The payload is not looked at, so SRTP passes too.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        // RFC 3550 §5.1: version 2 in the two top bits.
        if (packet.Length < FixedLength || packet[0] >> 6 != 2)
            return false;

        var sources = packet[0] & 0x0F;
        var length = FixedLength + sources * 4;
        var extension = (packet[0] & 0x10) != 0;
        if (extension)
        {
            // RFC 3550 §5.3.1: 16 bits of profile, 16 bits of length in 32-bit words, then the words.
            if (packet.Length < length + 4)
                return false;
            length += 4 + BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4;
        }
        if (packet.Length < length)
            return false;

        header = new RtpHeader(
            (packet[1] & 0x80) != 0,
            (byte)(packet[1] & 0x7F),
            BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(packet[8..]))
        {
            Length = length,
            ContributingSources = sources,
            HasPadding = (packet[0] & 0x20) != 0,
            HasExtension = extension,
        };
        return true;
    }

    /// <summary>The payload of <paramref name="packet"/>, from which this header was parsed, without padding; false when the padding count is impossible.</summary>
    public bool TryGetPayload(ReadOnlySpan<byte> packet, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        if (Length < FixedLength || packet.Length < Length)
            return false;
        payload = packet[Length..];
        if (!HasPadding)
            return true;

        // RFC 3550 §5.1: the last octet counts the padding octets, itself included.
        if (payload.IsEmpty || payload[^1] == 0 || payload[^1] > payload.Length)
        {
            payload = default;
            return false;
        }
        payload = payload[..^payload[^1]];
        return true;
    }

    /// <summary>One of the contributing sources of <paramref name="packet"/>, from which this header was parsed.</summary>
    public uint ContributingSource(ReadOnlySpan<byte> packet, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ContributingSources);
        return BinaryPrimitives.ReadUInt32BigEndian(packet[(FixedLength + index * 4)..]);
    }

    /// <summary>Writes the header without extension or padding and answers how many octets that took.</summary>
    /// <exception cref="ArgumentException">More than 15 sources, a payload type over 127, or a destination too short.</exception>
    public int Write(Span<byte> destination, ReadOnlySpan<uint> contributingSources = default)
    {
        var length = FixedLength + contributingSources.Length * 4;
        if (contributingSources.Length > MaximumContributingSources)
            throw new ArgumentException("An RTP header names at most 15 contributing sources.", nameof(contributingSources));
        if (PayloadType > 127)
            throw new ArgumentException($"Payload type {PayloadType} does not fit in 7 bits.");
        if (destination.Length < length)
            throw new ArgumentException($"The header needs {length} octets.", nameof(destination));

        destination[0] = (byte)(0x80 | contributingSources.Length);
        destination[1] = (byte)((Marker ? 0x80 : 0) | PayloadType);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], SequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], Timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], Ssrc);
        for (var i = 0; i < contributingSources.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(destination[(FixedLength + i * 4)..], contributingSources[i]);
        return length;
    }
}
