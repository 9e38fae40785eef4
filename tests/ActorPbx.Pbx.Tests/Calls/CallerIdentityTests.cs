using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>Who is told who calls (RFC 3323, RFC 3325): trusted peers all, others what the caller allows.</summary>
public class CallerIdentityTests : TestKit
{
    private readonly PlayedExchange _exchange;

    public CallerIdentityTests() => _exchange = new PlayedExchange(this);

    [Fact]
    public void A_phone_is_shown_who_calls_and_nothing_that_the_caller_says_of_itself()
    {
        _exchange.Call("101", "P-Preferred-Identity: <sip:boss@pbx.test>\r\nDiversion: <sip:boss@pbx.test>\r\nHistory-Info: <sip:boss@pbx.test>;index=1\r\n");
        _exchange.Admit("100");
        var invite = _exchange.Page("101").Request;
        invite.From.ToString().ShouldStartWith("\"Phone 100\" <sip:100@pbx.test>");
        invite.ToString().ShouldNotContain("boss");
        foreach (var name in new[] { HeaderName.PAssertedIdentity, HeaderName.Privacy, HeaderName.Diversion, HeaderName.HistoryInfo })
        {
            invite.Headers.Contains(name).ShouldBeFalse(name.Name);
        }
    }

    [Theory]
    [InlineData(Privacy.Id, true)]
    [InlineData(Privacy.User | Privacy.Critical, true)]
    [InlineData(Privacy.Header, false)]
    public void A_caller_that_wants_to_be_kept_back_is_anonymous_for_a_phone(Privacy privacy, bool hidden)
    {
        _exchange.Call("101", privacy: privacy);
        _exchange.Admit("100");
        var from = _exchange.Page("101").Request.From;
        AssertedIdentity.IsAnonymous(from).ShouldBe(hidden);
        $"{from.DisplayName} {from.Uri}".Contains("100", StringComparison.Ordinal).ShouldBe(!hidden);
    }

    [Theory]
    [InlineData(Privacy.Session, true)]
    [InlineData(Privacy.Session | Privacy.Id, true)]
    [InlineData(Privacy.Id, false)]
    public void A_caller_that_keeps_its_media_address_back_is_heard_through_the_exchange(Privacy privacy, bool relayed)
    {
        var call = new NewCall(
            new CallId("c"), new AskedRequest(SipEdge.Invite(), SipEdge.CallerFlow), null!, _exchange.Domain, new CallOrigin.Extension(_exchange.Domain.Find("100")!) { Privacy = privacy }, "101");
        RelayChoice.IsNeeded(call, _exchange.Services, []).ShouldBe(relayed);
    }

    [Fact]
    public void A_trusted_trunk_is_told_who_is_anonymous_and_another_is_not()
    {
        _exchange.Call("8123", privacy: Privacy.Id);
        _exchange.Admit("100");
        var trusted = _exchange.Leave("friend").Request;
        AssertedIdentity.IsAnonymous(trusted.From).ShouldBeTrue();
        trusted.Headers.Get(HeaderName.PAssertedIdentity).ShouldBe("\"Phone 100\" <sip:100@192.0.2.10:5060>");
        trusted.Headers.Get(HeaderName.Privacy).ShouldBe("id");

        _exchange.Call("9123", privacy: Privacy.Id);
        _exchange.Admit("100");
        var other = _exchange.Leave("carrier").Request;
        AssertedIdentity.IsAnonymous(other.From).ShouldBeTrue();
        other.Headers.Contains(HeaderName.PAssertedIdentity).ShouldBeFalse();
    }

    [Fact]
    public void A_trusted_trunk_is_believed_who_calls_and_another_is_not()
    {
        var invite = SipEdge.Invite(from: "5550", extra: "Privacy: id\r\nDiversion: <sip:5551@far>;reason=no-answer;counter=2\r\n");
        var (trusted, other) = (CallOrigin.Trunk.Of(_exchange.Trunk("friend"), invite), CallOrigin.Trunk.Of(_exchange.Trunk("carrier"), invite));
        (trusted.Number, trusted.IsHidden, trusted.IsTrusted).ShouldBe(("boss", true, true));
        (other.Number, other.IsHidden, other.IsTrusted).ShouldBe(("5550", true, false));

        _exchange.Begin(invite, trusted, "101");
        _exchange.Trunks.ExpectMsg<ReserveTrunk>();
        _exchange.Trunks.Reply(new TrunkAdmitted(default));
        var device = _exchange.Page("101").Request;
        AssertedIdentity.IsAnonymous(device.From).ShouldBeTrue();
        device.Headers.Get(HeaderName.Diversion).ShouldBe("<sip:5551@far>;reason=no-answer;counter=2");
    }

    [Theory]
    [InlineData("friend", true)]
    [InlineData("carrier", false)]
    public void The_exchange_vouches_for_a_trunks_caller_only_if_the_trunk_is_trusted(string trunk, bool vouched)
    {
        var request = SipEdge.Invite();
        request.Headers.Remove(HeaderName.PAssertedIdentity);
        new CallShown("pbx.test", CallOrigin.Trunk.Of(_exchange.Trunk(trunk), SipEdge.Invite(from: "5550")), "101", "101", []).Assert(request, "pbx.test");
        request.Headers.Contains(HeaderName.PAssertedIdentity).ShouldBe(vouched);
    }

    [Theory]
    [InlineData("sip:anonymous@anonymous.invalid", true)]
    [InlineData("sip:5550@pbx.test", false)]
    public void Who_shows_nobody_in_From_is_shown_as_nobody(string from, bool hidden)
    {
        var text = $"INVITE sip:101@pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <{from}>;tag=a\r\n"
            + "To: <sip:101@pbx.test>\r\nCall-ID: b\r\nCSeq: 1 INVITE\r\nContact: <sip:c@192.0.2.100>\r\nContent-Length: 0\r\n\r\n";
        CallOrigin.Trunk.Of(_exchange.Trunk("carrier"), SipEdge.Parse(text)).IsHidden.ShouldBe(hidden);
    }
}
