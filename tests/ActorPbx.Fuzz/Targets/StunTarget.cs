using System.Buffers.Binary;
using System.Net;
using ActorPbx.Fuzz.Mutation;
using ActorPbx.Rtp.Packets;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Fuzz.Targets;

/// <summary>
/// STUN: at the SIP port it gets an answer no longer than an address needs, or none; at a media port, where phones with ICE send it, it is not taken for media
/// (RFC 7983 §7).
/// </summary>
internal sealed class StunTarget : IFuzzTarget
{
    private const uint MagicCookie = 0x2112A442;
    private const int HeaderBytes = 20;
    private static readonly IPEndPoint s_peer = new(IPAddress.Parse("192.0.2.7"), 65535);
    private static readonly IPEndPoint s_peerOfV6 = new(IPAddress.Parse("2001:db8::7"), 1);

    public string Name => "stun";

    public byte[] Make(Dice dice)
    {
        var attributes = new List<byte>();
        Span<byte> head = stackalloc byte[4];
        for (var count = dice.Below(6); count > 0; count--)
        {
            var length = dice.Below(40);
            BinaryPrimitives.WriteUInt16BigEndian(head, dice.Of<ushort>([0x0001, 0x0006, 0x0008, 0x0009, 0x0020, 0x0024, 0x8022, 0x8028, (ushort)dice.Next()]));
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)length);
            attributes.AddRange(head);
            attributes.AddRange(dice.Bytes((length + 3) & ~3));
        }

        var message = new byte[HeaderBytes + attributes.Count];
        BinaryPrimitives.WriteUInt16BigEndian(message, dice.Of<ushort>([0x0001, 0x0101, 0x0111, 0x0011, (ushort)(dice.Next() & 0x3fff)]));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)attributes.Count);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), MagicCookie);
        dice.Bytes(12).CopyTo(message, 8);
        attributes.CopyTo(message, HeaderBytes);
        return new PacketMutator(dice).Mutate(message);
    }

    public void Check(byte[] input)
    {
        CheckAnswer(input, s_peer);
        CheckAnswer(input, s_peerOfV6);
        var isMedia = RtpHeader.TryParse(input, out _) || RtcpDatagram.IsRtcp(input) || RtcpDatagram.TryGetSender(input, out _);
        // RFC 7983 §7: 0 to 3 is STUN, 20 to 63 DTLS, 64 to 79 TURN, 128 to 191 RTP and RTCP.
        BrokenPromiseException.Unless(!isMedia || input[0] is >= 128 and <= 191, $"a datagram that begins with {(input.Length == 0 ? -1 : input[0])} was taken for media");
    }

    private static void CheckAnswer(byte[] input, IPEndPoint peer)
    {
        if (!StunKeepAlive.IsStun(input))
        {
            return;
        }

        Span<byte> answer = stackalloc byte[StunKeepAlive.MaxAnswer];
        var length = StunKeepAlive.Answer(input, peer, answer);
        BrokenPromiseException.Unless(length is 0 or (> 0 and <= StunKeepAlive.MaxAnswer), $"an answer of {length} octets");
        BrokenPromiseException.Unless(length == 0 || answer[4..HeaderBytes].SequenceEqual(input.AsSpan(4, HeaderBytes - 4)), "an answer to another request");
    }
}
