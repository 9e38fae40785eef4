using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Sip.Tests.Stack;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Transport;

/// <summary>STUN on the SIP port (RFC 5626 §4.4.2), with the messages of RFC 5769 and over real sockets.</summary>
public class StunKeepAliveTests
{
    private static readonly byte[] Transaction = [0xb7, 0xe7, 0xa7, 0x01, 0xbc, 0x34, 0xd6, 0x86, 0xfa, 0x87, 0xdf, 0xae];

    [Theory]
    [InlineData("192.0.2.1:32853", "0001a147e112a643")]
    [InlineData("[2001:db8:1234:5678:11:2233:4455:6677]:32853", "0002a1470113a9faa5d3f179bc25f4b5bed2b9d9")]
    public void The_address_is_written_as_the_test_vectors_have_it(string source, string attribute)
    {
        Span<byte> answer = stackalloc byte[StunKeepAlive.MaxAnswer];
        int length = StunKeepAlive.Answer(Request(), IPEndPoint.Parse(source), answer);
        length.ShouldBe(24 + attribute.Length / 2);
        Convert.ToHexStringLower(answer[24..length]).ShouldBe(attribute);
        Convert.ToHexStringLower(answer[..24]).ShouldBe($"0101{length - 20:x4}2112a442{Convert.ToHexStringLower(Transaction)}0020{length - 24:x4}");
    }

    [Theory]
    [InlineData(0, 0x0011)]
    [InlineData(0, 0x0101)]
    [InlineData(2, 0x0004)]
    [InlineData(2, 0x0003)]
    public void Indications_answers_and_broken_lengths_get_no_answer(int at, ushort value)
    {
        byte[] request = Request();
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(at), value);
        StunKeepAlive.Answer(request, new IPEndPoint(IPAddress.Loopback, 9), new byte[StunKeepAlive.MaxAnswer]).ShouldBe(0);
    }

    [Fact]
    public void Sip_is_no_stun()
    {
        StunKeepAlive.IsStun("OPTIONS sip:a@b SIP/2.0\r\n\r\n"u8).ShouldBeFalse();
        StunKeepAlive.IsStun("\r\n\r\n"u8).ShouldBeFalse();
        StunKeepAlive.IsStun(Request()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_phone_learns_its_address_on_the_sip_port()
    {
        await using var bench = new StackBench();
        using var phone = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        phone.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        phone.SendTo(Request(), bench.EndPoint(SipTransport.Udp));
        byte[] answer = new byte[100];
        phone.Receive(answer).ShouldBe(32);
        (BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(26)) ^ 0x2112).ShouldBe(((IPEndPoint)phone.LocalEndPoint!).Port);
        bench.Stack.Statistics.Of(SipTransport.Udp).ParseErrors.ShouldBe(0);
    }

    private static byte[] Request() => [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, .. Transaction];
}
