using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

public class EarlyDialogTests : CallBench
{
    [Fact]
    public void A_caller_that_moves_by_an_early_update_is_followed_from_then_on()
    {
        var (invite, device) = Offer();
        device.Reply(183, body: SipEdge.Offer);
        var early = Ask(OfferInDialog.OfCaller(invite.Request, invite.Next(183), SipMethod.Update, 2));
        Sip.Next(SipMethod.Update).Reply(200, body: SipEdge.Offer);
        early.Next(200);

        Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 1));
        var back = Sip.Next(SipMethod.Update);
        back.Request.RequestUri.ToString().ShouldBe("sip:phone@192.0.2.100");
        back.Reply(488);

        Answer(invite, device);
        Ask(OfferInDialog.OfDevice(device, SipMethod.Bye, 2));
        Sip.Next(SipMethod.Bye).Request.RequestUri.ToString().ShouldBe("sip:phone@192.0.2.100");
    }

    [Fact]
    public void Sequence_numbers_of_early_dialogues_go_on_after_the_answer()
    {
        var (invite, device) = Offer();
        device.Reply(183, body: SipEdge.Offer);
        var ringing = invite.Next(183);
        Ask(OfferInDialog.OfCaller(invite.Request, ringing, SipMethod.Update, 7));
        var toDevice = Sip.Next(SipMethod.Update);
        toDevice.Reply(200, body: SipEdge.Offer);
        Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 1));
        var toCaller = Sip.Next(SipMethod.Update);
        toCaller.Reply(200, body: SipEdge.Offer);
        device.Reply(183, body: SipEdge.Offer);
        invite.Next(183);

        var answer = Answer(invite, device);
        Ask(OfferInDialog.OfCaller(invite.Request, answer, SipMethod.Update, 6)).Next(500);
        Ask(OfferInDialog.OfCaller(invite.Request, answer, SipMethod.Update, 8));
        Sip.Next(SipMethod.Update).Request.CSeq.Number.ShouldBe(toDevice.Request.CSeq.Number + 1);
    }

    [Fact]
    public void Branches_behind_a_device_have_dialogues_of_their_own()
    {
        var (invite, device) = Offer();
        device.Reply(183, tag: "announcement", body: SipEdge.Offer);
        invite.Next(183);
        device.Reply(183, body: SipEdge.Offer);
        var ringing = invite.Next(183);
        Ask(OfferInDialog.OfCaller(invite.Request, ringing, SipMethod.Update, 2));
        var update = Sip.Next(SipMethod.Update);
        update.Request.ToTag.ShouldBe("device");
        update.Reply(200, body: SipEdge.Offer);

        device.Reply(180, tag: "announcement");
        Answer(invite, device);
        device.Acks.Take().ToTag.ShouldBe("device");
    }
}
