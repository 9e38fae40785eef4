using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>One call whose session changes again and again, from phone to phone and through the relay.</summary>
public class ChangingSessionTests
{
    private const string Audio = "m=audio 6000 RTP/AVP 0 8";
    private const string Video = "m=video 6004 RTP/AVP 31";
    private const string Fax = "m=image 6002 udptl t38";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hold_codec_video_and_fax_come_and_go(bool relay)
    {
        await using var exchange = await Exchange.Start(
            $"domains.\"{Exchange.Domain}\".extension-defaults.relay-media = {(relay ? "on" : "off")}\nmedia {{ port-min = 31000, port-max = 31099 }}\n");
        using WirePhone caller = new(exchange, 1, "201"), called = new(exchange, 2, "202");
        var a = caller.Dial("202");
        a.Invite();
        var b = called.Answer(await called.ExpectRequest("INVITE"));
        await a.Expect(200);
        a.Acknowledge();
        await called.ExpectRequest("ACK");

        foreach (var (hold, held) in new[] { ("a=sendonly", "a=recvonly"), ("a=inactive", "a=inactive"), ("c=IN IP4 0.0.0.0", "a=sendrecv"), ("a=sendrecv", "a=sendrecv") })
        {
            var (offered, answered) = await Change(a, caller, called, [Audio, hold], [Audio, held]);
            offered.ShouldContain(hold);
            answered.ShouldContain(held);
        }

        var (codec, _) = await Change(b, called, caller, [Audio.Replace("0 8", "9 8")], [Audio.Replace("0 8", "9")]);
        codec.ShouldContain("RTP/AVP 9 8");

        var (video, back) = await Change(b, called, caller, [Audio, Video], [Audio, Video]);
        (Port(video, "video") == 6004).ShouldBe(!relay);
        await Passes(exchange, caller, called, 6004, Place(video, "video"), Place(back, "video"), [0x80, 31, 0, 7, 0, 0, 0, 1, 0, 0, 0, 9, 5, 6]);
        var (without, _) = await Change(a, caller, called, [Audio, "m=video 0 RTP/AVP 31"], [Audio, "m=video 0 RTP/AVP 31"]);
        Port(without, "video").ShouldBe(0);

        a.Send("INVITE", Sdp(caller, [Fax, "m=video 0 RTP/AVP 31"]));
        called.Reply(await called.ExpectRequest("INVITE"), 488, "Not Acceptable Here");
        a.AcknowledgeRefusal(await a.Expect(488));
        await called.ExpectRequest("ACK");
        var (voice, voiceBack) = await Change(a, caller, called, [Audio, "m=video 0 RTP/AVP 31"], [Audio, "m=video 0 RTP/AVP 31"]);
        await Passes(exchange, caller, called, 6000, Place(voiceBack, "audio"), Place(voice, "audio"), [0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 8, 5, 6]);

        var (fax, faxBack) = await Change(a, caller, called, [Fax, "m=video 0 RTP/AVP 31"], [Fax, "m=video 0 RTP/AVP 31"]);
        await Passes(exchange, caller, called, 6002, Place(faxBack, "image"), Place(fax, "image"), [0, 1, 1, 6, 0, 0]);
        a.Send("BYE");
        called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        await a.Expect(200, "BYE");
    }

    // The offer as the other side gets it, and the answer as the side that offered does.
    private static async Task<(string Offer, string Answer)> Change(WireDialog dialog, WirePhone from, WirePhone to, string[] offer, string[] answer)
    {
        dialog.Send("INVITE", Sdp(from, offer));
        var invite = await to.ExpectRequest("INVITE");
        to.Reply(invite, 200, "OK", Sdp(to, answer));
        var response = await dialog.Expect(200);
        dialog.Acknowledge();
        await to.ExpectRequest("ACK");
        return (invite.Body, response.Body);
    }

    // A packet of each phone, from where it said that it listens to where it was told that the other does, arrives there.
    private static async Task Passes(Exchange exchange, WirePhone caller, WirePhone called, int port, IPEndPoint toldCaller, IPEndPoint toldCalled, byte[] packet)
    {
        using Socket one = Listen(exchange, caller, port), other = Listen(exchange, called, port);
        foreach (var (from, to, target) in new[] { (one, other, toldCaller), (other, one, toldCalled) })
        {
            // The relay is aimed beside the signalling: a packet may come before that is done.
            var buffer = new byte[100];
            await Eventually.IsTrue(() => from.SendTo(packet, target) > 0 && to.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead), $"a packet at {target} passes");
            buffer[..await to.ReceiveAsync(buffer)].ShouldBe(packet);
        }
    }

    private static Socket Listen(Exchange exchange, WirePhone phone, int port)
    {
        var socket = exchange.Net.DevicePlace.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.Bind(new IPEndPoint(phone.Address, port));
        return socket;
    }

    private static string Sdp(WirePhone phone, string[] media) =>
        $"v=0\r\no=- 1 1 IN IP4 {phone.Address}\r\ns=-\r\nc=IN IP4 {phone.Address}\r\nt=0 0\r\n{string.Join("\r\n", media)}\r\n";

    private static int Port(string sdp, string media) => int.Parse(Regex.Match(sdp, $"m={media} (\\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static IPEndPoint Place(string sdp, string media) => new(IPAddress.Parse(Regex.Match(sdp, @"c=IN IP4 (\S+)").Groups[1].Value), Port(sdp, media));
}
