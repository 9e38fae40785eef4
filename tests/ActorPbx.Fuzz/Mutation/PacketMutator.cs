using System.Buffers.Binary;

namespace ActorPbx.Fuzz.Mutation;

/// <summary>Changes a packet by its structure: length fields lie, it is cut, grown, or joined with another, and bits turn over.</summary>
internal sealed class PacketMutator(Dice dice)
{
    private const int MostBytes = 4_000;

    public byte[] Mutate(byte[] packet)
    {
        for (var changes = dice.Below(5); changes > 0; changes--)
        {
            packet = Change(packet);
        }

        return packet.Length > MostBytes ? packet[..MostBytes] : packet;
    }

    private byte[] Change(byte[] packet)
    {
        if (packet.Length == 0)
        {
            return dice.Bytes(dice.Below(40));
        }

        var at = dice.Below(packet.Length);
        switch (dice.Below(6))
        {
            case 0:
                packet[at] ^= (byte)(1 << dice.Below(8));
                return packet;
            case 1:
                // Most lengths of these protocols are 16 bits at an even place.
                at &= ~1;
                if (at + 2 <= packet.Length)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(at), dice.Of<ushort>([0, 1, 2, 3, 0x7fff, 0x8000, 0xfffe, 0xffff, (ushort)packet.Length]));
                }

                return packet;
            case 2: return packet[..at];
            case 3: return [.. packet, .. dice.Bytes(dice.Below(64))];
            case 4: return [.. packet[..at], .. packet];
            default:
                packet[at] = (byte)dice.Next();
                return packet;
        }
    }
}
