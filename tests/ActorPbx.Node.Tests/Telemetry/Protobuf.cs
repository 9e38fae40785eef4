using System.Buffers.Binary;

namespace ActorPbx.Node.Tests.Telemetry;

/// <summary>Just enough of protobuf's wire format to read a collector's mail: fields by number, length-delimited ones as bytes.</summary>
internal static class Protobuf
{
    /// <summary>The length-delimited fields of a number.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var length = (key & 7) switch
            {
                0 => Skip(message.Span, at),
                1 => 8,
                2 => (int)Varint(message.Span, ref at),
                5 => 4,
                _ => throw new InvalidDataException($"Wire type {key & 7}."),
            };
            if ((key & 7) == 2 && (int)(key >> 3) == number)
            {
                yield return message.Slice(at, length);
            }

            at += length;
        }
    }

    /// <summary>The 64-bit field of a number.</summary>
    public static ulong Fixed64(ReadOnlyMemory<byte> message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            if ((key & 7) == 1 && (int)(key >> 3) == number)
            {
                return BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]);
            }

            var length = (key & 7) switch { 0 => Skip(message.Span, at), 1 => 8, 2 => (int)Varint(message.Span, ref at), _ => 4 };
            at += length;
        }

        return 0;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes[at++];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }
    }

    private static int Skip(ReadOnlySpan<byte> bytes, int at)
    {
        var length = 1;
        while (bytes[at + length - 1] >= 0x80)
        {
            length++;
        }

        return length;
    }
}
