using ActorPbx.Sip.Sdp;

namespace ActorPbx.Sip.Tests.Sdp;

public class OfferAnswerTests
{
    private static readonly SdpOrigin Origin = new("-", "7", 1, "IP4", "192.0.2.1");
    private static readonly SdpConnection Here = new("IP4", "192.0.2.1");

    [Fact]
    public void An_answer_takes_or_refuses_each_stream_and_fits()
    {
        var offer = SessionDescriptionTests.Parse(SessionDescriptionTests.Offer);
        var answer = OfferAnswer.Answer(offer, Origin, Here, media => media.Media == "audio" ? new StreamAnswer(40000, ["97", "0"]) : null);
        OfferAnswer.Misfit(offer, answer).ShouldBeNull();
        answer.Media.Length.ShouldBe(3);
        answer.Media[0].Formats.ShouldBe(["97", "0"]);
        answer.DirectionOf(answer.Media[0]).ShouldBe(SdpDirection.RecvOnly);
        answer.Media[0].Lines.Select(line => line.ToString()).ShouldBe(["a=rtpmap:0 PCMU/8000", "a=rtpmap:97 opus/48000/2", "a=fmtp:97 useinbandfec=1", "a=recvonly"]);
        answer.Media[1].Port.ShouldBe(0);
        SessionDescriptionTests.Parse(answer.ToString()).ToString().ShouldBe(answer.ToString());
    }

    [Fact]
    public void A_silent_answer_takes_plain_streams_and_sends_nothing_either_way()
    {
        var offer = Session("m=audio 4000 RTP/AVP 0 101\r\na=rtpmap:101 telephone-event/8000\r\nm=video 4002 RTP/SAVP 96\r\na=rtpmap:96 H264/90000");
        var answer = OfferAnswer.Silent(offer, Here).ShouldNotBeNull();
        OfferAnswer.Misfit(offer, answer).ShouldBeNull();
        answer.Media.Select(stream => (stream.IsRejected, answer.DirectionOf(stream))).ShouldBe([(false, SdpDirection.Inactive), (true, SdpDirection.SendRecv)]);
        OfferAnswer.Silent(Session("m=audio 4000 RTP/SAVP 0"), Here).ShouldBeNull();
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 0", "m=audio 5000 RTP/AVP 0", null)]
    [InlineData("m=audio 4000 RTP/AVP 0", "m=audio 0 RTP/AVP 0", null)]
    [InlineData("m=audio 4000 RTP/AVP 96\r\na=rtpmap:96 opus/48000/2", "m=audio 5000 RTP/AVP 111\r\na=rtpmap:111 OPUS/48000/2", null)]
    [InlineData("m=audio 4000 RTP/AVP 0", "m=video 5000 RTP/AVP 0", "kind of media")]
    [InlineData("m=audio 4000 RTP/AVP 0", "m=audio 5000 RTP/SAVP 0", "transport protocol")]
    [InlineData("m=audio 0 RTP/AVP 0", "m=audio 5000 RTP/AVP 0", "the offer refuses it")]
    [InlineData("m=audio 4000 RTP/AVP 0", "m=audio 5000 RTP/AVP 8", "no format")]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=sendonly", "m=audio 5000 RTP/AVP 0", "direction")]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=recvonly", "m=audio 5000 RTP/AVP 0\r\na=recvonly", "direction")]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=inactive", "m=audio 5000 RTP/AVP 0\r\na=inactive", null)]
    [InlineData("m=audio 4000 RTP/AVP 0", "", "number of streams")]
    public void An_answer_must_fit_its_offer(string offered, string answered, string? misfit)
    {
        var found = OfferAnswer.Misfit(Session(offered), Session(answered));
        if (misfit is null) found.ShouldBeNull();
        else found.ShouldNotBeNull().ShouldContain(misfit);
    }

    [Fact]
    public void Every_answer_direction_is_right_for_every_offer()
    {
        foreach (var offered in Enum.GetValues<SdpDirection>())
        {
            foreach (var wanted in Enum.GetValues<SdpDirection>())
            {
                var offer = Session($"m=audio 4000 RTP/AVP 0\r\na={offered.Name()}");
                var answer = OfferAnswer.Answer(offer, Origin, Here, _ => new StreamAnswer(5000, ["0"], wanted));
                OfferAnswer.Misfit(offer, answer).ShouldBeNull();
            }
        }
    }

    [Fact]
    public void Hold_and_resume_change_directions_and_version()
    {
        var session = Session("m=audio 4000 RTP/AVP 0\r\nm=video 0 RTP/AVP 31");
        OfferAnswer.IsHold(session).ShouldBeFalse();
        var held = OfferAnswer.Hold(session);
        OfferAnswer.IsHold(held).ShouldBeTrue();
        held.Origin.SessionVersion.ShouldBe(session.Origin.SessionVersion + 1);
        held.DirectionOf(held.Media[0]).ShouldBe(SdpDirection.SendOnly);
        var resumed = OfferAnswer.Resume(held);
        OfferAnswer.IsHold(resumed).ShouldBeFalse();
        OfferAnswer.IsHold(Session("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0")).ShouldBeTrue();
        OfferAnswer.IsHold(Session("m=audio 0 RTP/AVP 0")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 0", true)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=sendonly", false)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=recvonly", false)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=inactive\r\nm=video 0 RTP/AVP 31", false)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=inactive\r\nm=video 5000 RTP/AVP 31", true)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0", false)]
    public void Media_are_to_be_expected_while_a_stream_goes_both_ways(string media, bool talks) => OfferAnswer.TalksBothWays(Session(media)).ShouldBe(talks);

    private static SessionDescription Session(string media) =>
        SessionDescriptionTests.Parse($"v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n{media}{(media.Length == 0 ? "" : "\r\n")}");
}
