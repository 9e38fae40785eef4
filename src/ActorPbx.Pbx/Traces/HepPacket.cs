using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Traces;

/// <summary>
/// A SIP message in the Homer Encapsulation Protocol, version 3: "HEP3", the length of the whole, and chunks of vendor, type, length and value, all in network order.
/// Homer, heplify and sngrep read it.
/// </summary>
public static class HepPacket
{
    /// <summary>What the chunks take beside the message itself: at most this, with a correlation and a password of up to 255 bytes each.</summary>
    public const int MostOverhead = 1024;

    private const int MostText = 255;
    private const int ChunkHeader = 6;
    private const int LengthAt = 4;
    private const byte Sip = 1;

    /// <summary>Writes one message; how many bytes that took.</summary>
    /// <param name="into">Room for the message and <see cref="MostOverhead"/>.</param>
    /// <param name="seen">The message.</param>
    /// <param name="node">Number of the node that saw it.</param>
    /// <param name="password">What the collector knows the node by; empty for none.</param>
    public static int Write(Span<byte> into, SipSighting seen, uint node, string password)
    {
        ArgumentNullException.ThrowIfNull(seen);
        "HEP3"u8.CopyTo(into);
        var at = LengthAt + sizeof(ushort);
        var (source, destination) = seen.Sent ? (seen.Flow.Local, seen.Flow.Remote) : (seen.Flow.Remote, seen.Flow.Local);
        var (from, to) = (Plain(source.Address), Plain(destination.Address));
        var isFour = from.AddressFamily == AddressFamily.InterNetwork;
        at += Byte(into[at..], 1, isFour ? (byte)2 : (byte)10);
        at += Byte(into[at..], 2, seen.Flow.Transport == SipTransport.Udp ? (byte)ProtocolType.Udp : (byte)ProtocolType.Tcp);
        at += Address(into[at..], isFour ? (ushort)3 : (ushort)5, from);
        at += Address(into[at..], isFour ? (ushort)4 : (ushort)6, to);
        at += Short(into[at..], 7, (ushort)source.Port);
        at += Short(into[at..], 8, (ushort)destination.Port);
        var time = seen.At.ToUniversalTime() - DateTimeOffset.UnixEpoch;
        at += Word(into[at..], 9, (uint)time.TotalSeconds);
        at += Word(into[at..], 10, (uint)(time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
        at += Byte(into[at..], 11, Sip);
        at += Word(into[at..], 12, node);
        at += password.Length == 0 ? 0 : Text(into[at..], 14, password);
        at += seen.Call is { } call ? Text(into[at..], 17, call.Value) : 0;
        at += Bytes(into[at..], 15, seen.Message);
        BinaryPrimitives.WriteUInt16BigEndian(into[LengthAt..], checked((ushort)at));
        return at;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // Vendor 0: the types that the protocol itself defines.
    private static Span<byte> Chunk(Span<byte> into, ushort type, int length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(into, 0);
        BinaryPrimitives.WriteUInt16BigEndian(into[2..], type);
        BinaryPrimitives.WriteUInt16BigEndian(into[4..], checked((ushort)(ChunkHeader + length)));
        return into.Slice(ChunkHeader, length);
    }

    private static int Byte(Span<byte> into, ushort type, byte value)
    {
        Chunk(into, type, 1)[0] = value;
        return ChunkHeader + 1;
    }

    private static int Short(Span<byte> into, ushort type, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Chunk(into, type, sizeof(ushort)), value);
        return ChunkHeader + sizeof(ushort);
    }

    private static int Word(Span<byte> into, ushort type, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Chunk(into, type, sizeof(uint)), value);
        return ChunkHeader + sizeof(uint);
    }

    private static int Address(Span<byte> into, ushort type, IPAddress address)
    {
        var length = address.AddressFamily == AddressFamily.InterNetwork ? 4 : 16;
        address.TryWriteBytes(Chunk(into, type, length), out _);
        return ChunkHeader + length;
    }

    private static int Text(Span<byte> into, ushort type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Bytes(into, type, bytes.AsSpan(0, Math.Min(bytes.Length, MostText)));
    }

    private static int Bytes(Span<byte> into, ushort type, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Chunk(into, type, bytes.Length));
        return ChunkHeader + bytes.Length;
    }
}
