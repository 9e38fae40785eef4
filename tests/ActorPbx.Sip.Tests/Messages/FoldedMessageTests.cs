using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Messages;

public class FoldedMessageTests
{
    private const string Invite =
        "INVITE sip:b%20c@h;user=phone SIP/2.0\r\nv: SIP/2.0/UDP h:5070;branch=z9hG4bK1;rport, SIP/2.0/TCP g;branch=z9hG4bK2\r\nFrom: \"A, \\\"B\\\"\"\r\n <sip:a@h>;tag=1\r\n"
        + "To: <sip:b@h>\r\nCall-ID: c@d\r\nCSeq: 7 INVITE\r\nm: <sip:a@h:5070>, <sip:z@h>\r\nX-Own : ä\r\nSubject:\r\nRoute: <sip:r;lr>\r\nl: 4\r\n\r\nbodyrest";

    [Fact]
    public void A_folded_request_reads_as_it_did_before()
    {
        SipRequest folded = Parse(), untouched = Parse();
        folded.Fold();
        folded.IsFolded.ShouldBeTrue();
        folded.Body.ToArray().ShouldBe("body"u8.ToArray());
        folded.RequestUri.ShouldBe(untouched.RequestUri);
        folded.IsFolded.ShouldBeTrue("neither asks for headers");

        (folded.CallId, folded.CSeq, folded.FromTag, folded.ToTag).ShouldBe((untouched.CallId, untouched.CSeq, untouched.FromTag, untouched.ToTag));
        (folded.From.DisplayName, folded.TopVia.Host, folded.Contact!.Uri, folded.Contacts.Count).ShouldBe((untouched.From.DisplayName, untouched.TopVia.Host, untouched.Contact!.Uri, 2));
        folded.Routes.Count.ShouldBe(1);
        folded.Headers.Get(new HeaderName("x-own")).ShouldBe("ä");
        folded.IsFolded.ShouldBeFalse();
        Text(folded).ShouldBe(Text(untouched));
    }

    [Fact]
    public void What_was_changed_before_and_after_folding_stays_changed()
    {
        SipRequest request = Parse();
        request.ReplaceTopVia(request.TopVia.WithSource("192.0.2.1", 5099));
        request.Headers.Add(HeaderName.Reason, "first");
        request.RequestUri = SipUri.Parse("sip:other@h");
        request.Fold();
        request.TopVia.Received.ShouldBe("192.0.2.1");
        request.Headers.Get(HeaderName.Reason).ShouldBe("first");
        request.RequestUri.ToString().ShouldBe("sip:other@h");

        request.Headers.Set(HeaderName.To, "<sip:b@h>;tag=2");
        request.Body = "longer than before"u8.ToArray();
        request.RequestUri = SipUri.Parse("sip:third@h");
        request.Fold();
        request.ToTag.ShouldBe("2");
        Encoding.UTF8.GetString(request.Body.Span).ShouldBe("longer than before");
        request.RequestUri.ToString().ShouldBe("sip:third@h");
    }

    [Fact]
    public void A_message_that_is_folded_twice_is_folded_once()
    {
        SipRequest request = Parse();
        request.Fold();
        var body = request.Body;
        request.Fold();
        request.Body.Equals(body).ShouldBeTrue("its bytes are the same ones");
    }

    [Fact]
    public void A_response_made_by_hand_can_be_folded()
    {
        SipResponse response = SipResponse.For(Parse(), 486, "Occupé", "me");
        var before = Text(response);
        response.Fold();
        response.IsFolded.ShouldBeTrue();
        response.ToTag.ShouldBe("me");
        Text(response).ShouldBe(before);
    }

    [Fact]
    public void A_long_message_is_written_whole()
    {
        SipRequest request = Parse();
        request.Body = new byte[5_000];
        request.Fold();
        request.Headers.Count.ShouldBe(Parse().Headers.Count);
        request.Body.Length.ShouldBe(5_000);
    }

    private static SipRequest Parse()
    {
        SipParser.TryParse(Encoding.UTF8.GetBytes(Invite), SipLimits.Default, out var message, out var error).ShouldBeTrue(error?.Reason);
        return (SipRequest)message!;
    }

    private static string Text(SipMessage message) => Encoding.UTF8.GetString(SipWriter.ToArray(message));
}
