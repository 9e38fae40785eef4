using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>Reliable provisional responses (RFC 3262) on either leg, whatever the other one does.</summary>
public class ReliableCallTests : CallBench
{
    private const string Requires = "Require: 100rel\r\n";

    [Fact]
    public void A_device_is_told_that_we_can_and_each_of_its_reliable_responses_gets_its_prack_once()
    {
        var (invite, device) = Offer();
        device.Request.HasOption(HeaderName.Supported, "100rel").ShouldBeTrue();
        Reliable(device, 183, 4, SipEdge.Offer);
        Body(invite.Next(183)).ShouldContain("m=audio");
        Rack(Sip.Next(SipMethod.Prack)).ShouldBe("4 1 INVITE");

        Reliable(device, 183, 4, SipEdge.Offer);
        Reliable(device, 183, 6, SipEdge.Offer);
        Reliable(device, 183, 5, SipEdge.Offer);
        Rack(Sip.Next(SipMethod.Prack)).ShouldBe("5 1 INVITE");
        Sip.Sent.ShouldBeEmpty();
    }

    [Fact]
    public void A_200_without_session_after_a_reliable_one_brings_it_to_a_caller_that_was_told_unreliably()
    {
        var (invite, device) = Offer();
        Reliable(device, 183, 1, SipEdge.Offer);
        invite.Next(183).Headers.Contains(HeaderName.RSeq).ShouldBeFalse();
        Sip.Next(SipMethod.Prack);
        device.Reply(200);
        Body(invite.Next(200)).ShouldContain("m=audio 4000");
        device.Acks.Take().CSeq.Number.ShouldBe(1u);
    }

    [Fact]
    public void A_caller_that_requires_it_gets_numbers_from_a_device_that_gives_none_and_the_200_waits_for_its_prack()
    {
        var (invite, device) = Offer(extra: Requires);
        device.Reply(183, body: SipEdge.Offer);
        var progress = invite.Next(183);
        progress.HasOption(HeaderName.Allow, "UPDATE").ShouldBeTrue();
        device.Reply(200, body: SipEdge.Offer);
        var prack = Ask(Prack(invite, progress, 1, 2));
        prack.Next(200);
        var answer = invite.Next(200);
        answer.Body.IsEmpty.ShouldBeTrue();
        device.Acks.Take();
        Sip.Sent.ShouldBeEmpty();
        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));
        Ask(Prack(invite, progress, 1, 3)).Next(481);
    }

    [Fact]
    public void A_prack_that_confirms_nothing_gets_481_and_none_at_all_ends_the_call_with_504()
    {
        var (invite, device) = Offer(extra: Requires);
        device.Reply(180);
        var ringing = invite.Next(180);
        Ask(Prack(invite, ringing, 9, 2)).Next(481);

        invite.User!.OnPrackTimeout(invite);
        invite.Next(504);
        device.Cancelled.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        Store.ExpectMsg<StoreCall>().Records.ShouldAllBe(record => record.Cause == Cause.TimerExpiry.Value);
    }

    [Fact]
    public void A_late_offer_is_answered_in_the_prack_of_both_legs()
    {
        var (invite, device) = Offer(extra: Requires, body: null);
        Reliable(device, 183, 1, SipEdge.Offer);
        var offer = invite.Next(183);
        Body(offer).ShouldContain("m=audio");
        Sip.Sent.ShouldBeEmpty();

        Ask(OfferInDialog.OfCaller(invite.Request, offer, SipMethod.Prack, 2, "RAck: 1 1 INVITE\r\n")).Next(200).Body.IsEmpty.ShouldBeTrue();
        var prack = Sip.Next(SipMethod.Prack);
        Rack(prack).ShouldBe("1 1 INVITE");
        Body(prack.Request).ShouldContain("m=audio");
        device.Reply(200);
        invite.Next(200).Body.IsEmpty.ShouldBeTrue();
        device.Acks.Take().Body.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_late_offer_of_a_caller_that_is_not_reliable_lets_no_device_offer_early()
    {
        var (_, device) = Offer(body: null, extra: "Supported: 100rel\r\n");
        device.Request.HasOption(HeaderName.Supported, "100rel").ShouldBeFalse();
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(405, 488)]
    public void Another_offer_in_the_prack_reaches_the_device_as_an_update(int said, int told)
    {
        var (invite, device) = Offer(extra: Requires);
        device.Reply(183, body: SipEdge.Offer);
        var progress = invite.Next(183);
        var prack = Ask(OfferInDialog.OfCaller(invite.Request, progress, SipMethod.Prack, 2, "RAck: 1 1 INVITE\r\n"));
        var update = Sip.Next(SipMethod.Update);
        Body(update.Request).ShouldContain("m=audio");
        update.Request.Contact.ShouldNotBeNull();
        update.Reply(said, body: said == 200 ? SipEdge.Offer : null);
        prack.Next(told).Body.IsEmpty.ShouldBe(said != 200);
    }

    [Theory]
    [InlineData(ReliableProvisional.Off, Requires, 420)]
    [InlineData(ReliableProvisional.Required, "", 421)]
    public void A_caller_that_wants_it_otherwise_than_its_extension_may_is_refused(ReliableProvisional mode, string says, int code) =>
        Enter(new CallSettings(), new ExtensionSettings { ReliableProvisional = mode }, says, SipEdge.Offer, out _).Next(code);

    [Theory]
    [InlineData(ReliableProvisional.Off, false, false)]
    [InlineData(ReliableProvisional.Required, false, true)]
    public void A_device_is_invited_as_its_extension_has_it(ReliableProvisional mode, bool supported, bool required)
    {
        var (_, device) = Offer(called: mode);
        device.Request.HasOption(HeaderName.Supported, "100rel").ShouldBe(supported);
        device.Request.HasOption(HeaderName.Require, "100rel").ShouldBe(required);
    }

    private static void Reliable(SentRequest device, int code, int number, string? body = null) =>
        device.Reply(code, body: body, extra: [(HeaderName.Require, "100rel"), (HeaderName.RSeq, $"{number}")]);

    private static string? Rack(SentRequest prack) => Header(prack.Request, HeaderName.RAck);

    private static SipRequest Prack(AskedRequest invite, SipResponse response, int number, uint cseq) =>
        SipEdge.InDialog(invite.Request, response, SipMethod.Prack, cseq, $"RAck: {number} 1 INVITE\r\n");
}
