using ActorPbx.Domain.Calls;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>A leg's session that changes in an answer which nobody of the other leg has asked for.</summary>
public class SessionChangeCallTests : CallBench
{
    private static readonly string Moved = SipEdge.Offer.Replace("phone 1 1", "phone 1 2").Replace("4000", "4444");

    [Fact]
    public void A_device_that_answers_our_refresh_from_another_port_is_told_to_the_caller_by_an_invite()
    {
        var (invite, device) = Offer(Short);
        Answer(invite, device, (HeaderName.SessionExpires, "4;refresher=uac"));
        var refresh = Sip.Next(SipMethod.Invite);
        refresh.Reply(200, body: Moved);
        refresh.Acks.Take();

        var change = Sip.Next(SipMethod.Invite);
        change.Request.ToTag.ShouldBe("phone");
        Body(change.Request).ShouldContain("m=audio 4444 ");
        change.Request.Contact.ShouldNotBeNull();
        var crossing = Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 5));
        crossing.Next(500);
        change.Reply(200, body: SipEdge.Offer);
        change.Acks.Take().CSeq.Number.ShouldBe(change.Request.CSeq.Number);

        Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 6));
        Sip.Next(SipMethod.Update).Request.ToTag.ShouldBe("phone");
    }

    [Fact]
    public void Behind_the_relay_a_caller_sees_nothing_of_that_and_the_relay_is_aimed_anew()
    {
        var (invite, device) = Offer(Short, relay: true);
        Answer(invite, device, (HeaderName.SessionExpires, "4;refresher=uac"));
        var refresh = Sip.Next(SipMethod.Invite);
        refresh.Reply(200, body: Moved, extra: (HeaderName.SessionExpires, "4;refresher=uac"));
        refresh.Acks.Take();
        Media.FishForMessage<AimRelay>(aim => aim is { Rtp.Port: 4444, Reset: true });
        Sip.Next(SipMethod.Invite).Request.ToTag.ShouldBe("device");
    }

    [Fact]
    public void A_device_that_answers_otherwise_than_it_rang_is_told_to_a_reliable_caller_after_its_ack()
    {
        var (invite, device) = Offer(extra: "Require: 100rel\r\n");
        device.Reply(183, body: SipEdge.Offer);
        var progress = invite.Next(183);
        Ask(SipEdge.InDialog(invite.Request, progress, SipMethod.Prack, 2, "RAck: 1 1 INVITE\r\n")).Next(200);
        device.Reply(200, body: Moved);
        var answer = invite.Next(200);
        answer.Body.IsEmpty.ShouldBeTrue();
        device.Acks.Take();
        Sip.Sent.ShouldBeEmpty();

        invite.User!.OnAck(invite, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 1));
        Body(Sip.Next(SipMethod.Invite).Request).ShouldContain("m=audio 4444 ");
    }

    [Fact]
    public void A_change_that_meets_the_callers_own_offer_is_told_again()
    {
        var (invite, device) = Offer(Short);
        Answer(invite, device, (HeaderName.SessionExpires, "4;refresher=uac"));
        Sip.Next(SipMethod.Invite).Reply(200, body: Moved);
        Sip.Next(SipMethod.Invite).Reply(491);
        var again = Sip.Next(SipMethod.Invite);
        Body(again.Request).ShouldContain("m=audio 4444 ");
        again.Reply(200, body: SipEdge.Offer);
        again.Acks.TryTake(out _, TimeSpan.FromSeconds(10)).ShouldBeTrue();
    }

    [Fact]
    public void What_a_leg_knows_already_is_not_offered_and_holds_no_other_offer_up()
    {
        var (invite, device) = Offer();
        Answer(invite, device);
        Store.LastSender.Tell(new CallInput.SessionChanged(new LegId(1)));
        Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 1));
        Sip.Next(SipMethod.Update);
    }

    // Shorter than any configuration may have it, so that a test need not wait for minutes.
    private static CallSettings Short => new() { SessionInterval = TimeSpan.FromSeconds(4), MinSessionInterval = TimeSpan.FromSeconds(4) };
}
