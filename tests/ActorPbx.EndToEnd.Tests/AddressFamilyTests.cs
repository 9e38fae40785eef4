using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>A phone with IPv4 calls one with IPv6: each is spoken to in its own family, and media pass through the relay between the two.</summary>
public class AddressFamilyTests
{
    private static readonly byte[] Packet = [0x80, 0, 0, 1, 0, 0, 0, 160, 1, 2, 3, 4, .. Enumerable.Repeat((byte)0xD5, 160)];

    [Fact]
    public async Task An_ipv4_phone_and_an_ipv6_phone_hear_each_other()
    {
        var (server, device, media) = (FreePort(), FreePort(), FreePort());
        await using var exchange = await Exchange.Start($$"""
            sip.listen += { transport = udp, address = "::1", port = {{server}} }
            media { port-min = 30200, port-max = 30299 }
            {{Exchange.Extension("301", $"trusted-addresses = [\"::1\"], static-contact = \"sip:[::1]:{device}\"")}}
            """);
        await using var callee = await Sipp.Device(exchange, "answer", 1, new SippOptions { Own = new IPEndPoint(IPAddress.IPv6Loopback, device), More = ["-rtp_echo", "-mp", $"{media}"] });
        using var caller = new WirePhone(exchange, 2, "202");
        using var voice = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        voice.Bind(new IPEndPoint(caller.Address, 6000));
        var call = caller.Dial("301");
        call.Invite();
        var answer = await call.Expect(200);
        call.Acknowledge();

        callee.Received.Single(message => message.Method == "INVITE").Body.ShouldMatch(@"c=IN IP6 ::1\r?\n");
        answer.Body.ShouldContain($"c=IN IP4 {exchange.Net.Exchange}\r\n");
        var relay = new IPEndPoint(exchange.Net.Exchange, int.Parse(Regex.Match(answer.Body, @"m=audio (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        (await Echo(voice, relay)).ShouldBe(Packet);
        await call.HangUp();
        await callee.Succeeds();
    }

    // The other side takes what it gets as soon as its own packets show where it is: the first ones may be lost.
    private static async Task<byte[]> Echo(Socket voice, IPEndPoint relay)
    {
        var bytes = new byte[2048];
        for (var n = 0; n < 300; n++)
        {
            var packet = Packet.ToArray();
            packet[3] = (byte)n;
            await voice.SendToAsync(packet, relay);
            using var deadline = new CancellationTokenSource(50);
            try
            {
                var length = await voice.ReceiveAsync(bytes, SocketFlags.None, deadline.Token);
                bytes[3] = Packet[3];
                return bytes[..length];
            }
            catch (OperationCanceledException)
            {
                // Not there yet.
            }
        }

        throw new TimeoutException("nothing of what was said came back");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
