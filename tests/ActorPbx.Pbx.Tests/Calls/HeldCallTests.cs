using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

public class HeldCallTests : CallBench
{
    [Fact]
    public void Of_the_invites_a_talking_call_keeps_the_callers_only_and_that_folded()
    {
        var (invite, device) = Offer();
        device.IsLetGo.IsSet.ShouldBeFalse();
        Answer(invite, device);
        device.IsLetGo.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        AwaitAssert(() => invite.Request.IsFolded.ShouldBeTrue(), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_branch_that_answers_later_is_acknowledged_and_hung_up_by_its_own_dialogue()
    {
        var (invite, device) = Offer();
        Answer(invite, device);
        device.Acks.Take().ToTag.ShouldBe("device");

        device.Reply(200, tag: "second", body: SipEdge.Offer);
        Sip.Next(SipMethod.Bye).Request.ToTag.ShouldBe("second");
        var ack = device.Acks.Take();
        (ack.ToTag, ack.CSeq.Number, ack.CallId, ack.FromTag).ShouldBe(("second", device.Request.CSeq.Number, device.Request.CallId, device.Request.FromTag));
    }
}
