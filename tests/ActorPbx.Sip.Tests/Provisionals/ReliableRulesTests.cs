using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Tests.Transactions;

namespace ActorPbx.Sip.Tests.Provisionals;

public class ReliableRulesTests
{
    // Peer's INVITE says, this side's use: the provisional responses are reliable, or the refusal.
    [Theory]
    [InlineData("", ReliableProvisional.Supported, false, 0)]
    [InlineData("Supported: timer, 100rel\n", ReliableProvisional.Supported, false, 0)]
    [InlineData("Require: 100REL\n", ReliableProvisional.Supported, true, 0)]
    [InlineData("", ReliableProvisional.Off, false, 0)]
    [InlineData("Supported: 100rel\n", ReliableProvisional.Off, false, 0)]
    [InlineData("Require: 100rel\n", ReliableProvisional.Off, false, 420)]
    [InlineData("", ReliableProvisional.Required, false, 421)]
    [InlineData("k: 100rel\n", ReliableProvisional.Required, true, 0)]
    [InlineData("Require: 100rel\n", ReliableProvisional.Required, true, 0)]
    public void A_peers_invite_is_answered_as_it_and_this_side_want(string says, ReliableProvisional mode, bool reliable, int refusal)
    {
        var invite = Sample.Request("INVITE", extra: says);
        ReliableRules.Apply(invite, mode).ShouldBe(reliable);
        var refused = ReliableRules.Refusal(invite, mode);
        (refused?.StatusCode ?? 0).ShouldBe(refusal);
        if (refused is not null)
        {
            refused.Headers.Get(refusal == 420 ? HeaderName.Unsupported : HeaderName.Require).ShouldBe("100rel");
        }
    }

    [Theory]
    [InlineData(ReliableProvisional.Supported, "100rel", null)]
    [InlineData(ReliableProvisional.Required, null, "100rel")]
    [InlineData(ReliableProvisional.Off, null, null)]
    public void An_invite_of_ours_says_what_this_side_can_or_wants(ReliableProvisional mode, string? supported, string? require)
    {
        var invite = new SipRequest(SipMethod.Invite, SipUri.Create("bob", "127.0.0.1"));
        ReliableRules.Write(invite, mode);
        invite.Headers.Get(HeaderName.Supported).ShouldBe(supported);
        invite.Headers.Get(HeaderName.Require).ShouldBe(require);
    }

    [Theory]
    [InlineData("Require: 100rel\nRSeq: 7\n", 7)]
    [InlineData("Require: 100rel\n", null)]
    [InlineData("RSeq: 7\n", null)]
    [InlineData("Require: 100rel\nRSeq: 99999999999\n", null)]
    public void A_response_asks_for_a_prack_by_require_and_number(string says, int? number)
    {
        var response = (SipResponse)Sample.Parse($"""
            SIP/2.0 180 Ringing
            Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1
            From: <sip:alice@127.0.0.1>;tag=alice
            To: <sip:bob@127.0.0.1>;tag=bob
            Call-ID: call-1
            CSeq: 1 INVITE
            {says}Content-Length: 0


            """);
        RAck.SequenceOf(response).ShouldBe((uint?)number);
    }
}
