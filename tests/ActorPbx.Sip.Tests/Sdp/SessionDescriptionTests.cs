using System.Net;
using System.Text;
using ActorPbx.Sip.Sdp;
using FsCheck;
using FsCheck.Fluent;

namespace ActorPbx.Sip.Tests.Sdp;

public class SessionDescriptionTests
{
    public const string Offer =
        "v=0\r\no=alice 2890844526 2890844526 IN IP4 10.1.2.3\r\ns= \r\ni=about\r\nc=IN IP4 10.1.2.3\r\nb=AS:64\r\nt=0 0\r\nx=unknown: kept\r\na=ice-lite\r\n" +
        "m=audio 49170 RTP/AVP 0 8 97\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:97 opus/48000/2\r\na=fmtp:97 useinbandfec=1\r\n" +
        "a=candidate:1 1 UDP 2130706431 10.1.2.3 49170 typ host\r\na=rtcp:53020 IN IP4 10.1.2.3\r\na=sendonly\r\n" +
        "m=video 51372/2 RTP/AVP 31\r\nc=IN IP6 2001:db8::3\r\nq=what\r\n" +
        "m=image 0 udptl t38\r\n";

    [Fact]
    public void All_parts_of_a_description_are_read()
    {
        var session = Parse(Offer);
        session.Origin.ShouldBe(new SdpOrigin("alice", "2890844526", 2890844526, "IP4", "10.1.2.3"));
        session.Connection!.Address.ShouldBe("10.1.2.3");
        session.Media.Length.ShouldBe(3);
        var audio = session.Media[0];
        (audio.Media, audio.Port, audio.Protocol).ShouldBe(("audio", 49170, "RTP/AVP"));
        audio.Formats.ShouldBe(["0", "8", "97"]);
        audio.RtcpPort.ShouldBe(53020);
        audio.RtcpConnection!.Address.ShouldBe("10.1.2.3");
        audio.Attribute("fmtp").ShouldBe("97 useinbandfec=1");
        session.DirectionOf(audio).ShouldBe(SdpDirection.SendOnly);
        session.Media[1].PortCount.ShouldBe(2);
        session.Media[1].RtcpPort.ShouldBe(51373);
        session.ConnectionOf(session.Media[1])!.Address.ShouldBe("2001:db8::3");
        session.DirectionOf(session.Media[1]).ShouldBe(SdpDirection.SendRecv);
        session.Media[2].IsRejected.ShouldBeTrue();
    }

    [Fact]
    public void What_is_read_prints_as_it_was() => Parse(Offer).ToString().ShouldBe(Offer);

    [Fact]
    public void Any_lines_come_back_in_their_places() =>
        Prop.ForAll(Descriptions().ToArbitrary(), text => Parse(text).ToString() == text).QuickCheckThrowOnFailure();

    [Fact]
    public void Line_ends_of_lf_alone_are_read_and_printed_as_crlf() => Parse(Offer.Replace("\r\n", "\n", StringComparison.Ordinal)).ToString().ShouldBe(Offer);

    [Theory]
    [InlineData("", "Empty body")]
    [InlineData("\r\n", "SDP line 1: empty body")]
    [InlineData("o=- 1 1 IN IP4 h\r\n", "SDP line 1: the first line must be v=0")]
    [InlineData("v=1\r\n", "SDP line 1: the first line must be v=0")]
    [InlineData("v=0\r\ns=-\r\n", "No o= line")]
    [InlineData("v=0\r\no=- 1 IN IP4 h\r\n", "SDP line 2: bad o= line")]
    [InlineData("v=0\r\no=- 1 -1 IN IP4 h\r\n", "SDP line 2: bad o= line")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\no=- 1 1 IN IP4 h\r\n", "SDP line 3: bad o= line")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nc=IN IP4\r\n", "SDP line 3: bad c= line")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio x RTP/AVP 0\r\n", "SDP line 3: bad m= line")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 65536 RTP/AVP 0\r\n", "SDP line 3: bad m= line")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4000 RTP/AVP\r\n", "SDP line 3: bad m= line")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\nnonsense\r\n", "SDP line 3: not a type=value line")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 h\r\n\r\na=x\r\n", "SDP line 3: not a type=value line")]
    public void Broken_descriptions_are_refused_with_the_line(string body, string expected)
    {
        SessionDescription.TryParse(Encoding.UTF8.GetBytes(body), out _, out var error).ShouldBeFalse();
        error.ShouldBe(expected);
    }

    [Fact]
    public void Strange_fmtp_lines_do_no_harm()
    {
        foreach (var fmtp in new[] { "a=fmtp:", "a=fmtp:97", "a=fmtp:97 ", "a=fmtp:abc x=" + new string('9', 30_000), "a=rtpmap:", "a=rtpmap:97", "a=rtcp:", "a=rtcp:-1", "a=rtcp:99999" })
        {
            var text = "v=0\r\no=- 1 1 IN IP4 h\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 97\r\n" + fmtp + "\r\n";
            var session = Parse(text);
            session.ToString().ShouldBe(text);
            session.Media[0].RtcpPort.ShouldBe(4001);
            OfferAnswer.Misfit(session, session).ShouldBeNull();
        }
    }

    [Fact]
    public void Lines_and_streams_are_bounded()
    {
        var head = "v=0\r\no=- 1 1 IN IP4 h\r\n";
        SessionDescription.TryParse(Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat("a=x\r\n", 999))), out _, out var lines).ShouldBeFalse();
        lines.ShouldContain("too many lines");
        SessionDescription.TryParse(Encoding.UTF8.GetBytes(head + string.Concat(Enumerable.Repeat("m=audio 1 RTP/AVP 0\r\n", 65))), out _, out var streams).ShouldBeFalse();
        streams.ShouldContain("too many streams");
        SessionDescription.TryParse(Encoding.UTF8.GetBytes(head + "m=audio 1 RTP/AVP" + string.Concat(Enumerable.Repeat(" 0", 200)) + "\r\n"), out _, out _).ShouldBeFalse();
    }

    internal static SessionDescription Parse(string text)
    {
        SessionDescription.TryParse(Encoding.UTF8.GetBytes(text), out var session, out var error).ShouldBeTrue(error);
        return session!;
    }

    private static Gen<string> Descriptions()
    {
        var text = Gen.Elements("x", "a:b c", "sendonly", "rtpmap:0 PCMU/8000", "=", "ä", " lead").ArrayOf().Select(parts => string.Concat(parts.Take(3)));
        var line = from type in Gen.Elements("aabkixyzs".ToCharArray()) from value in text select $"{type}={value}\r\n";
        var address = Gen.Elements("c=IN IP4 192.0.2.1\r\n", "c=IN IP6 2001:db8::1\r\n", "");
        var media = from kind in Gen.Elements("audio", "video", "image")
                    from port in Gen.Choose(0, 65535)
                    from formats in Gen.Elements("0", "0 8", "96  97")
                    from connection in address
                    from lines in line.ArrayOf()
                    select $"m={kind} {port} RTP/AVP {formats}\r\n{connection}{string.Concat(lines.Take(5))}";
        return from version in Gen.Choose(0, int.MaxValue)
               from connection in address
               from lines in line.ArrayOf()
               from streams in media.ArrayOf()
               select $"v=0\r\no=- 1 {version} IN IP4 {IPAddress.Loopback}\r\ns=-\r\n{connection}{string.Concat(lines.Take(4))}{string.Concat(streams.Take(4))}";
    }
}
