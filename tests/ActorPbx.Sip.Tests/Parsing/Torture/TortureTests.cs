using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;
using ActorPbx.Sip.Sdp;
using ActorPbx.Sip.Stack;

namespace ActorPbx.Sip.Tests.Parsing.Torture;

/// <summary>Every message of RFC 4475 and RFC 5118 gets its answer.</summary>
public class TortureTests
{
    private static readonly RequestRules Rules = new();

    public static TheoryData<string> Names => [.. TortureMessage.All.Keys];

    [Fact]
    public void All_messages_of_both_standards_are_here() => TortureMessage.All.Count.ShouldBe(49 + 12);

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_message_gets_its_answer(string name)
    {
        var torture = TortureMessage.All[name];
        AnswerTo(torture.Bytes, out var why).ShouldBe(torture.Answer, $"{name} ({torture.Section}): {why}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_accepted_is_the_same_after_writing_and_reading_again(string name)
    {
        if (!SipParser.TryParse(TortureMessage.All[name].Bytes, SipLimits.Default, out var first, out _)) return;
        var second = Parse(SipWriter.ToArray(first));
        second.Headers.Where(IsKept).ShouldBe(first.Headers.Where(IsKept));
        second.Body.ToArray().ShouldBe(first.Body.ToArray());
        second.ToString().ShouldBe(first.ToString());

        static bool IsKept(HeaderField field) => field.Name != HeaderName.ContentLength;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_error_response_can_be_read_by_the_peer(string name)
    {
        if (SipParser.TryParse(TortureMessage.All[name].Bytes, SipLimits.Default, out _, out var error) || error.Request is null) return;
        var response = SipResponse.For(error.Request, error.StatusCode, error.Reason, "t");
        var wire = Encoding.UTF8.GetString(SipWriter.ToArray(response));
        wire.ShouldStartWith($"SIP/2.0 {error.StatusCode} ");
        wire.ShouldContain("\r\nVia: ");
        wire.ShouldEndWith("\r\nContent-Length: 0\r\n\r\n");
    }

    [Fact]
    public void Wsinv_is_understood_to_the_last_parameter()
    {
        var request = Request("wsinv");
        request.RequestUri.Parameters.Contains("unknownparam").ShouldBeTrue();
        request.ToTag.ShouldBe("1918181833n");
        request.From.DisplayName.ShouldBe("J Rosenberg \\\"");
        request.FromTag.ShouldBe("98asjd8");
        request.MaxForwards.ShouldBe(68);
        request.CSeq.ShouldBe(new CSeq(9, SipMethod.Invite));
        request.TopVia.Transport.ShouldBe("UDP");
        request.TopVia.Host.ShouldBe("192.0.2.2");
        request.TopVia.HasMagicBranch.ShouldBeFalse();
        var vias = request.Headers.GetAll(HeaderName.Via).ToList();
        vias.Count.ShouldBe(3);
        Via.Parse(vias[1]).Branch.ShouldBe("z9hG4bK9ikj8");
        Via.Parse(vias[2]).Branch.ShouldBe("z9hG4bK30239");
        request.Headers.Get(HeaderName.Subject).ShouldBe("");
        request.Headers.Get(new HeaderName("UnknownHeaderWithUnusualValue")).ShouldBe(";;,,;;,;");
        request.Contact!.DisplayName.ShouldBe("Quoted string \"\"");
        request.Contact.Parameters.Get("newparam").ShouldBe("newvalue");
        request.Contact.Parameters.Get("secondparam").ShouldBe("");
        request.Contact.Parameters.Get("q").ShouldBe("0.33");
        request.Routes[0].Uri.HasLr.ShouldBeTrue();
    }

    [Fact]
    public void Intmeth_keeps_every_strange_character()
    {
        var request = Request("intmeth");
        request.Method.Name.ShouldBe("!interesting-Method0123456789_*+`.%indeed'~");
        request.RequestUri.User.ShouldBe("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        request.RequestUri.Password.ShouldBe("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
        request.To.DisplayName.ShouldBe("BEL:\u0007 NUL:\0 DEL:\u007f");
        request.From.DisplayName.ShouldBe("token1~` token2'+_ token3*%!.-");
        request.FromTag.ShouldBe("_token~1'+`*%!-.");
        request.From.Parameters.Get("fromParam''~+*_!.-%").ShouldBe("работающий");
        request.CallId.ShouldBe("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        request.Headers.Get(new HeaderName("extensionHeader-!.%*+_`'~")).ShouldBe("\ufeff大停電");
    }

    [Fact]
    public void Escapes_are_undone_where_they_are_escapes_and_only_there()
    {
        var esc01 = Request("esc01");
        esc01.RequestUri.User.ShouldBe("sips:user@example.com");
        esc01.To.Uri.ShouldBe(SipUri.Parse("sip:user@example.com"));
        esc01.From.Uri.User.ShouldBe("I have spaces");
        esc01.Contact!.Uri.User.ShouldBe("caller");
        Request("escnull").Contacts.Select(contact => contact.Uri.User).ShouldBe(["\0", "\0\0"]);
        Request("escnull").Contacts[0].Uri.ShouldNotBe(Request("escnull").Contacts[1].Uri);
        var esc02 = Request("esc02");
        esc02.Method.ShouldNotBe(SipMethod.Register);
        esc02.To.DisplayName.ShouldBe("%Z%45");
        esc02.Contacts.Count.ShouldBe(2);
        Request("semiuri").RequestUri.User.ShouldBe("user;par=u@example.net");
    }

    [Fact]
    public void Bodies_end_where_content_length_says()
    {
        Request("dblreq").Body.Length.ShouldBe(0);
        Request("mpart01").Body.Length.ShouldBeGreaterThan(3000);
        Encoding.UTF8.GetString(Request("inv2543").Body.Span).ShouldEndWith("m=audio 49217 RTP/AVP 0\r\n");
        Request("longreq").Headers.CountOf(HeaderName.Via).ShouldBe(34);
    }

    [Fact]
    public void Odd_reason_phrases_are_kept()
    {
        ((SipResponse)Parse(TortureMessage.All["unreason"].Bytes)).ReasonPhrase.ShouldBe("= 2**3 * 5**2 но сто девяносто девять - простое");
        ((SipResponse)Parse(TortureMessage.All["noreason"].Bytes)).ReasonPhrase.ShouldBe("");
    }

    [Fact]
    public void A_parameter_belongs_to_the_contact_or_to_its_uri()
    {
        Request("cparam01").Contact!.Parameters.Contains("unknownparam").ShouldBeTrue();
        Request("cparam01").Contact!.Uri.Parameters.IsEmpty.ShouldBeTrue();
        Request("cparam02").Contact!.Uri.Parameters.Contains("unknownparam").ShouldBeTrue();
        Request("regescrt").Contact!.Uri.Headers.ShouldBe("Route=%3Csip:sip.example.com%3E");
    }

    [Fact]
    public void IPv6_addresses_are_found_with_and_without_their_delimiters()
    {
        Request("port-ambiguous").RequestUri.Port.ShouldBeNull();
        Request("port-ambiguous").RequestUri.Host.ShouldBe("[2001:db8::10:5070]");
        Request("port-unambiguous").RequestUri.Port.ShouldBe(5070);
        Request("via-received-param-with-delim").TopVia.ReceivedAddress.ShouldBe(Request("via-received-param-no-delim").TopVia.ReceivedAddress);
        Request("via-received-param-no-delim").TopVia.Branch.ShouldBe("z9hG4bKas3");
        Request("ipv6-bug-abnf-3-colons").RequestUri.TryGetAddress(out var three).ShouldBeTrue();
        Request("ipv6-correct-abnf-2-colons").RequestUri.TryGetAddress(out var two).ShouldBeTrue();
        three.ShouldBe(two);
        foreach (var name in new[] { "ipv6-in-sdp", "mult-ip-in-sdp", "ipv4-mapped-ipv6" })
        {
            SessionDescription.TryParse(Request(name).Body.Span, out var session, out var error).ShouldBeTrue(error);
            session!.Media.All(media => session.RtpEndPointOf(media) is not null).ShouldBeTrue(name);
        }
    }

    private static int AnswerTo(byte[] wire, out string? why)
    {
        if (!SipParser.TryParse(wire, SipLimits.Default, out var message, out var error))
        {
            why = error.Reason;
            return error.Request is null ? TortureMessage.Dropped : error.StatusCode;
        }
        var refusal = message is SipRequest request ? RequestGuard.Check(request, Rules) : null;
        why = refusal?.ReasonPhrase;
        return refusal?.StatusCode ?? TortureMessage.Accepted;
    }

    private static SipRequest Request(string name) => (SipRequest)Parse(TortureMessage.All[name].Bytes);

    private static SipMessage Parse(byte[] wire)
    {
        SipParser.TryParse(wire, SipLimits.Default, out var message, out var error).ShouldBeTrue(error?.Reason);
        return message!;
    }
}
