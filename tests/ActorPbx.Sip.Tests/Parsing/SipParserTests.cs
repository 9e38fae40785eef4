using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Tests.Parsing;

public class SipParserTests
{
    private const string Invite =
        "INVITE sip:bob@biloxi.example.com;transport=tcp SIP/2.0\r\n" +
        "Via: SIP/2.0/TCP client.atlanta.example.com:5060;branch=z9hG4bK74bf9, SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKold\r\n" +
        "v: SIP/2.0/UDP [2001:db8::1]:5070;branch=z9hG4bKolder\r\n" +
        "Max-Forwards: 70\r\n" +
        "f: \"Alice \\\"A\\\"\" <sip:alice@atlanta.example.com>;tag=9fxced76sl\r\n" +
        "To: Bob <sip:bob@biloxi.example.com>\r\n" +
        "i: 3848276298220188511@atlanta.example.com\r\n" +
        "CSeq: 1 INVITE\r\n" +
        "m: <sip:alice@client.atlanta.example.com;transport=tcp>\r\n" +
        "X-Thing: a,b\r\n" +
        "c: application/sdp\r\n" +
        "l: 4\r\n\r\nv=0\n";

    [Fact]
    public void A_request_is_read_with_its_compact_forms()
    {
        var request = (SipRequest)Parsed(Invite);
        request.Method.ShouldBe(SipMethod.Invite);
        request.RequestUri.Host.ShouldBe("biloxi.example.com");
        request.RequestUri.TransportParam.ShouldBe("tcp");
        request.CallId.ShouldBe("3848276298220188511@atlanta.example.com");
        request.CSeq.ShouldBe(new CSeq(1, SipMethod.Invite));
        request.From.DisplayName.ShouldBe("Alice \"A\"");
        request.FromTag.ShouldBe("9fxced76sl");
        request.ToTag.ShouldBeNull();
        request.MaxForwards.ShouldBe(70);
        request.ContentType.ShouldBe("application/sdp");
        request.Contact!.Uri.User.ShouldBe("alice");
        request.TopVia.Branch.ShouldBe("z9hG4bK74bf9");
        request.Headers.GetAll(HeaderName.Via).ToList().Count.ShouldBe(3);
        request.Headers.Get(new HeaderName("x-thing")).ShouldBe("a,b");
        request.Headers.GetAll(new HeaderName("x-thing")).ToList().ShouldBe(["a,b"]);
        Encoding.UTF8.GetString(request.Body.Span).ShouldBe("v=0\n");
    }

    [Fact]
    public void A_response_copies_what_identifies_the_request()
    {
        var request = (SipRequest)Parsed(Invite);
        var response = SipResponse.For(request, 180, toTag: "t1");
        response.CallId.ShouldBe(request.CallId);
        response.ToTag.ShouldBe("t1");
        response.Headers.CountOf(HeaderName.Via).ShouldBe(2);
        var read = (SipResponse)Parsed(Encoding.UTF8.GetString(SipWriter.ToArray(response)));
        read.StatusCode.ShouldBe(180);
        read.ReasonPhrase.ShouldBe("Ringing");
        read.ToTag.ShouldBe("t1");
        read.TopVia.Branch.ShouldBe("z9hG4bK74bf9");
    }

    [Fact]
    public void Changing_a_header_shows_in_what_was_read_before()
    {
        var request = (SipRequest)Parsed(Invite);
        request.ToTag.ShouldBeNull();
        request.Headers.Set(HeaderName.To, request.To.WithTag("x").ToString());
        request.ToTag.ShouldBe("x");
        request.RemoveTopVia().ShouldBeTrue();
        request.TopVia.Branch.ShouldBe("z9hG4bKold");
        request.PrependVia(Via.Create("UDP", "2001:db8::5", 5060, "z9hG4bKnew"));
        request.TopVia.Host.ShouldBe("[2001:db8::5]");
        request.ReplaceTopVia(request.TopVia.WithSource("192.0.2.7", 1234));
        request.TopVia.Received.ShouldBe("192.0.2.7");
        request.TopVia.Rport.ShouldBe(1234);
    }

    [Fact]
    public void A_header_value_cannot_start_a_line_of_its_own()
    {
        var request = new SipRequest(SipMethod.Options, SipUri.Parse("sip:a@b"));
        Should.Throw<ArgumentException>(() => request.Headers.Add(HeaderName.Subject, "x\r\nEvil: 1"));
    }

    private static SipMessage Parsed(string text)
    {
        SipParser.TryParse(Encoding.UTF8.GetBytes(text), SipLimits.Default, out var message, out var error).ShouldBeTrue(error?.Reason);
        return message!;
    }
}
