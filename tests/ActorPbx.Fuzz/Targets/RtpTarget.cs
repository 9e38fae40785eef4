using System.Buffers.Binary;
using ActorPbx.Fuzz.Mutation;
using ActorPbx.Rtp.Packets;

namespace ActorPbx.Fuzz.Targets;

/// <summary>The readers of RTP and RTCP: they refuse or read, never reach beyond the datagram, and every datagram is one or the other or neither.</summary>
internal sealed class RtpTarget : IFuzzTarget
{
    public string Name => "rtp";

    public byte[] Make(Dice dice) => new PacketMutator(dice).Mutate(dice.OneIn(2) ? Rtp(dice) : Rtcp(dice));

    public void Check(byte[] input)
    {
        if (RtpHeader.TryParse(input, out var header))
        {
            BrokenPromiseException.Unless(header.Length >= RtpHeader.FixedLength && header.Length <= input.Length, $"a header of {header.Length} in {input.Length} octets");
            for (var i = 0; i < header.ContributingSources; i++)
            {
                _ = header.ContributingSource(input, i);
            }

            if (header.TryGetPayload(input, out var payload))
            {
                BrokenPromiseException.Unless(payload.Length <= input.Length - header.Length, "a payload beyond the datagram");
            }
        }

        CheckControl(input);
    }

    private static void CheckControl(byte[] input)
    {
        var named = RtcpDatagram.TryGetSender(input, out _);
        BrokenPromiseException.Unless(!named || RtcpDatagram.IsRtcp(input), "a sender of what is no RTCP");
        ReadOnlySpan<byte> rest = input;
        var taken = 0;
        while (RtcpDatagram.TryTake(ref rest, out var packet, out var body))
        {
            taken += packet.Length;
            BrokenPromiseException.Unless(body.Length <= packet.Length - RtcpHeader.FixedLength, "a body beyond its packet");
            BrokenPromiseException.Unless(taken + rest.Length == input.Length, "packets and rest are not the datagram");
        }

        BrokenPromiseException.Unless(!RtcpDatagram.IsWellFormed(input) || rest.IsEmpty, "well formed, with a rest");
    }

    private static byte[] Rtp(Dice dice)
    {
        var sources = dice.OneIn(4) ? dice.Below(16) : 0;
        var packet = new byte[12 + (sources * 4) + 160];
        new RtpHeader(dice.OneIn(2), (byte)dice.Below(128), (ushort)dice.Next(), (uint)dice.Next(), (uint)dice.Next()).Write(packet, new uint[sources]);
        if (dice.OneIn(4))
        {
            packet[0] |= 0x10;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(12 + (sources * 4) + 2), (ushort)dice.Below(40));
        }

        if (dice.OneIn(4))
        {
            packet[0] |= 0x20;
            packet[^1] = (byte)dice.Below(256);
        }

        return packet;
    }

    private static byte[] Rtcp(Dice dice)
    {
        var compound = new List<byte>();
        for (var packets = dice.Between(1, 4); packets > 0; packets--)
        {
            var packet = new byte[4 * dice.Between(1, 12)];
            new RtcpHeader((RtcpPacketType)dice.Between(192, 223), (byte)dice.Below(32), dice.OneIn(4), packet.Length).Write(packet);
            dice.Bytes(packet.Length - 4).CopyTo(packet, 4);
            compound.AddRange(packet);
        }

        return [.. compound];
    }
}
