using System.Buffers.Binary;
using System.Net;
using System.Text;
using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Traces;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Traces;

/// <summary>Packets read back chunk by chunk, by the protocol's own description.</summary>
public class HepPacketTests
{
    private static readonly DateTimeOffset At = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    [Fact]
    public void A_received_message_goes_from_its_peer_to_this_node()
    {
        var chunks = Chunks(Packet(sent: false, SipTransport.Udp, "192.0.2.1:5060", "192.0.2.7:49152", new CallId("c1"), ""), out var length);
        length.ShouldBe(Packet(sent: false, SipTransport.Udp, "192.0.2.1:5060", "192.0.2.7:49152", new CallId("c1"), "").Length);
        chunks[1].ShouldBe([2]);
        chunks[2].ShouldBe([17]);
        chunks[3].ShouldBe([192, 0, 2, 7]);
        chunks[4].ShouldBe([192, 0, 2, 1]);
        BinaryPrimitives.ReadUInt16BigEndian(chunks[7]).ShouldBe((ushort)49152);
        BinaryPrimitives.ReadUInt16BigEndian(chunks[8]).ShouldBe((ushort)5060);
        BinaryPrimitives.ReadUInt32BigEndian(chunks[9]).ShouldBe((uint)At.ToUnixTimeSeconds());
        BinaryPrimitives.ReadUInt32BigEndian(chunks[10]).ShouldBe(123_456u);
        chunks[11].ShouldBe([1]);
        BinaryPrimitives.ReadUInt32BigEndian(chunks[12]).ShouldBe(2001u);
        chunks.ContainsKey(14).ShouldBeFalse();
        Encoding.UTF8.GetString(chunks[15]).ShouldBe("OPTIONS sip:x SIP/2.0\r\n\r\n");
        Encoding.UTF8.GetString(chunks[17]).ShouldBe("c1");
    }

    [Fact]
    public void A_sent_message_over_IPv6_and_TLS_goes_the_other_way()
    {
        var chunks = Chunks(Packet(sent: true, SipTransport.Tls, "[2001:db8::1]:5061", "[2001:db8::7]:40000", null, "secret"), out _);
        chunks[1].ShouldBe([10]);
        chunks[2].ShouldBe([6]);
        new IPAddress(chunks[5]).ShouldBe(IPAddress.Parse("2001:db8::1"));
        new IPAddress(chunks[6]).ShouldBe(IPAddress.Parse("2001:db8::7"));
        BinaryPrimitives.ReadUInt16BigEndian(chunks[7]).ShouldBe((ushort)5061);
        Encoding.UTF8.GetString(chunks[14]).ShouldBe("secret");
        chunks.ContainsKey(17).ShouldBeFalse();
    }

    [Fact]
    public void An_address_of_IPv4_on_a_socket_of_both_families_is_one_of_IPv4()
    {
        var chunks = Chunks(Packet(sent: true, SipTransport.Tcp, "[::ffff:192.0.2.1]:5060", "[::ffff:192.0.2.7]:40000", null, ""), out _);
        chunks[1].ShouldBe([2]);
        chunks[2].ShouldBe([6]);
        chunks[3].ShouldBe([192, 0, 2, 1]);
        chunks[4].ShouldBe([192, 0, 2, 7]);
    }

    [Fact]
    public void The_time_is_that_of_Greenwich_wherever_the_node_is()
    {
        var chunks = Chunks(Packet(sent: true, SipTransport.Udp, "192.0.2.1:5060", "192.0.2.7:5060", null, "", At.ToOffset(TimeSpan.FromHours(5))), out _);
        BinaryPrimitives.ReadUInt32BigEndian(chunks[9]).ShouldBe((uint)At.ToUnixTimeSeconds());
    }

    [Fact]
    public void Long_texts_are_cut_so_that_the_overhead_has_a_bound()
    {
        var text = new string('ä', 200);
        var chunks = Chunks(Packet(sent: true, SipTransport.Udp, "[2001:db8::1]:5061", "[2001:db8::7]:40000", new CallId(text), text), out var length);
        (chunks[14].Length, chunks[17].Length).ShouldBe((255, 255));
        (length - chunks[15].Length).ShouldBeLessThanOrEqualTo(HepPacket.MostOverhead);
    }

    private static byte[] Packet(bool sent, SipTransport transport, string local, string peer, CallId? call, string password, DateTimeOffset? at = null)
    {
        var flow = new SipFlow(transport, IPEndPoint.Parse(local), IPEndPoint.Parse(peer), 0);
        var message = "OPTIONS sip:x SIP/2.0\r\n\r\n"u8.ToArray();
        var packet = new byte[message.Length + HepPacket.MostOverhead];
        return packet[..HepPacket.Write(packet, new SipSighting(at ?? At, sent, flow, call, message), 2001, password)];
    }

    private static Dictionary<int, byte[]> Chunks(byte[] packet, out int length)
    {
        Encoding.ASCII.GetString(packet, 0, 4).ShouldBe("HEP3");
        length = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4));
        var chunks = new Dictionary<int, byte[]>();
        for (var at = 6; at < length;)
        {
            BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at)).ShouldBe((ushort)0);
            var size = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 4));
            size.ShouldBeGreaterThan((ushort)6);
            chunks.Add(BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 2)), packet[(at + 6)..(at + size)]);
            at += size;
        }

        return chunks;
    }
}
