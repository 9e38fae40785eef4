using System.Net;
using System.Text;
using ActorPbx.Sip.Sdp;

namespace ActorPbx.Sip.Tests.Sdp;

public class SdpRewriterTests
{
    private static readonly SdpConnection Relay = SdpConnection.Of(IPAddress.Parse("198.51.100.7"));

    [Fact]
    public void A_relayed_session_shows_nothing_of_the_phone_behind_it()
    {
        var session = SessionDescriptionTests.Parse(SessionDescriptionTests.Offer);
        var relayed = SdpRewriter.HideOrigin(SdpRewriter.Relay(session, Relay, [new RelayedPort(30000), new RelayedPort(30002, 30009), default]), "-", Relay);
        var text = relayed.ToString();
        text.ShouldNotContain("10.1.2.3");
        text.ShouldNotContain("2001:db8::3");
        text.ShouldNotContain("alice");
        text.ShouldNotContain("candidate");
        text.ShouldNotContain("ice");
        text.ShouldContain("o=- 2890844526 2890844526 IN IP4 198.51.100.7\r\n");
        text.ShouldContain("m=audio 30000 RTP/AVP 0 8 97\r\n");
        text.ShouldContain("a=rtcp:30001\r\n");
        text.ShouldContain("m=video 30002/2 RTP/AVP 31\r\nc=IN IP4 198.51.100.7\r\nq=what\r\na=rtcp:30009\r\n");
        text.ShouldContain("m=image 0 udptl t38\r\n");
        text.ShouldContain("x=unknown: kept\r\n");
        text.ShouldContain("a=fmtp:97 useinbandfec=1\r\n");
        SessionDescriptionTests.Parse(text).ToString().ShouldBe(text);
    }

    [Fact]
    public void Hiding_the_origin_in_the_bytes_is_the_same_as_in_the_parts()
    {
        var session = SessionDescriptionTests.Parse(SessionDescriptionTests.Offer);
        var bytes = SdpRewriter.HideOrigin(Encoding.UTF8.GetBytes(SessionDescriptionTests.Offer), "-", Relay);
        Encoding.UTF8.GetString(bytes.ShouldNotBeNull()).ShouldBe(SdpRewriter.HideOrigin(session, "-", Relay).ToString());
        SdpRewriter.HideOrigin("v=0\r\ns=-\r\n"u8, "-", Relay).ShouldBeNull();
        SdpRewriter.HideOrigin("v=0\r\no=garbage\r\n"u8, "-", Relay).ShouldBeNull();
    }

    [Fact]
    public void Streams_beyond_the_relays_ports_are_refused()
    {
        var relayed = SdpRewriter.Relay(SessionDescriptionTests.Parse(SessionDescriptionTests.Offer), Relay, [new RelayedPort(30000)]);
        relayed.Media.Select(media => media.Port).ShouldBe([30000, 0, 0]);
        relayed.ToString().ShouldNotContain("2001:db8::3");
    }

    [Fact]
    public void The_end_points_of_media_are_known()
    {
        var session = SessionDescriptionTests.Parse(SessionDescriptionTests.Offer);
        session.RtpEndPointOf(session.Media[0]).ShouldBe(IPEndPoint.Parse("10.1.2.3:49170"));
        session.RtcpEndPointOf(session.Media[0]).ShouldBe(IPEndPoint.Parse("10.1.2.3:53020"));
        session.RtpEndPointOf(session.Media[1]).ShouldBe(IPEndPoint.Parse("[2001:db8::3]:51372"));
        session.RtpEndPointOf(session.Media[2]).ShouldBeNull();
    }

    [Fact]
    public void An_old_style_hold_stays_one_through_a_relay()
    {
        var held = SessionDescriptionTests.Parse("v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n");
        OfferAnswer.IsHold(SdpRewriter.Relay(held, Relay, [new RelayedPort(30000)])).ShouldBeTrue();
    }

    [Fact]
    public void Unwanted_streams_are_refused_in_place()
    {
        var session = SdpRewriter.Refuse(SessionDescriptionTests.Parse(SessionDescriptionTests.Offer), media => media.Media == "video");
        session.Media[1].IsRejected.ShouldBeTrue();
        session.Media[0].IsRejected.ShouldBeFalse();
        session.Media.Length.ShouldBe(3);
    }
}
