using ActorPbx.Domain.Media;
using ActorPbx.Pbx.Media;
using ActorPbx.Pbx.Records;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>What a re-INVITE does to a relayed call: hold, streams that come and go, fax.</summary>
public class ChangingSessionTests : CallBench
{
    private const string Video = "m=video 5000 RTP/AVP 31\r\n";

    [Fact]
    public void An_offer_aims_the_relay_when_it_is_accepted_and_one_that_is_refused_does_not()
    {
        var (invite, answer) = Talk();
        var fax = Change(invite, answer, 2, body => body.Replace("audio 4000 RTP/AVP 0", "image 4400 udptl t38"));
        var passed = Sip.Next(SipMethod.Invite);
        Body(passed.Request).ShouldContain("m=image 20002 udptl t38");
        passed.Reply(488);
        fax.Next(488);

        var again = Change(invite, answer, 3, body => body.Replace("audio 4000 RTP/AVP 0", "image 4500 udptl t38"));
        passed = Sip.Next(SipMethod.Invite);
        passed.Reply(200, body: SipEdge.Offer.Replace("audio 4000 RTP/AVP 0", "image 6500 udptl t38"));
        Body(again.Next(200)).ShouldContain("m=image 20000 udptl t38");
        Aimed().ShouldBe((RelaySide.Caller, 0, 4500, true));
        Aimed().ShouldBe((RelaySide.Called, 0, 6500, true));
    }

    [Fact]
    public void A_stream_that_is_added_gets_ports_of_the_relay_before_the_other_side_hears_of_it_and_one_that_is_removed_gets_no_more()
    {
        var (invite, answer) = Talk();
        var more = Change(invite, answer, 2, body => body + Video);
        var widen = Media.ExpectMsg<WidenRelay>();
        (widen.Streams, widen.CallerSideAddress).ShouldBe((2, "192.0.2.10"));
        Sip.Sent.ShouldBeEmpty();
        Media.Reply(new RelayOpened(widen.Relay, [Ports(0), Ports(1)]));

        var passed = Sip.Next(SipMethod.Invite);
        Body(passed.Request).ShouldContain("m=video 20006 RTP/AVP 31");
        passed.Reply(200, body: SipEdge.Offer + Video.Replace("5000", "7000"));
        Body(more.Next(200)).ShouldContain("m=video 20004 RTP/AVP 31");
        passed.Acks.TryTake(out _, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        (Aimed(), Aimed()).ShouldBe(((RelaySide.Caller, 0, 4000, false), (RelaySide.Caller, 1, 5000, false)));
        (Aimed(), Aimed()).ShouldBe(((RelaySide.Called, 0, 4000, false), (RelaySide.Called, 1, 7000, false)));
        more.User!.OnAck(more, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 2));

        Change(invite, answer, 3, body => body + Video.Replace("5000", "0"));
        Sip.Next(SipMethod.Invite).Reply(200, body: SipEdge.Offer + Video.Replace("5000", "0"));
        (Aimed(), Aimed()).ShouldBe(((RelaySide.Caller, 0, 4000, false), (RelaySide.Caller, 1, 0, false)));
    }

    [Fact]
    public void Without_ports_an_added_stream_is_refused_and_what_came_meanwhile_is_not_lost()
    {
        var (invite, answer) = Talk();
        Change(invite, answer, 2, body => body + Video);
        var widen = Media.ExpectMsg<WidenRelay>();
        var info = Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Info, 3, "Info-Package: x\r\n"));
        Media.Reply(new RelayRefused(widen.Relay, "all in use"));
        Body(Sip.Next(SipMethod.Invite).Request).ShouldContain("m=video 0 RTP/AVP 31");
        Sip.Next(SipMethod.Info).Reply(200);
        info.Next(200);
    }

    [Fact]
    public void A_re_invite_that_overtakes_the_ack_of_the_one_before_passes_and_the_late_ack_changes_nothing()
    {
        var (invite, answer) = Talk();
        var hold = Change(invite, answer, 2, body => body + "a=sendonly\r\n");
        Sip.Next(SipMethod.Invite).Reply(200, body: SipEdge.Offer + "a=recvonly\r\n");
        hold.Next(200);

        var resume = Change(invite, answer, 3, body => body.Replace("4000", "4600"));
        var passed = Sip.Next(SipMethod.Invite);
        hold.User!.OnAck(hold, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 2));
        passed.Reply(200, body: SipEdge.Offer);
        resume.Next(200);
        resume.User!.OnAck(resume, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, 3));
        (Aimed(), Aimed()).ShouldBe(((RelaySide.Caller, 0, 4000, false), (RelaySide.Called, 0, 4000, false)));
        (Aimed(), Aimed()).ShouldBe(((RelaySide.Caller, 0, 4600, false), (RelaySide.Called, 0, 4000, false)));
        Accept(Change(invite, answer, 4, body => body), invite, answer, 4, SipEdge.Offer);
    }

    [Theory]
    [InlineData("a=sendonly", "a=recvonly")]
    [InlineData("a=inactive", "a=inactive")]
    [InlineData("c=IN IP4 0.0.0.0", "a=sendrecv")]
    [InlineData("a=sendrecv", "c=IN IP4 0.0.0.0")]
    public void Silence_ends_a_call_unless_one_side_holds_it(string hold, string held)
    {
        var (invite, answer) = Talk();
        var call = Store.LastSender;
        Accept(Change(invite, answer, 2, body => body + hold + "\r\n"), invite, answer, 2, SipEdge.Offer + held + "\r\n");
        call.Tell(new RelaySilent(default, TimeSpan.FromSeconds(30)));

        Accept(Change(invite, answer, 3, body => body), invite, answer, 3, SipEdge.Offer);
        call.Tell(new RelaySilent(default, TimeSpan.FromSeconds(30)));
        Sip.Next(SipMethod.Bye);
        Media.FishForMessage<CloseRelay>(_ => true);
        Media.Reply(new RelayClosed(default, []));
        Store.ExpectMsg<StoreCall>().Records.ShouldAllBe(record => record.Cause == 41);
    }

    private (AskedRequest Invite, SipResponse Answer) Talk()
    {
        var (invite, device) = Offer(relay: true);
        var answer = Answer(invite, device);
        device.Acks.TryTake(out _, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        (Aimed(), Aimed()).ShouldBe(((RelaySide.Caller, 0, 4000, false), (RelaySide.Called, 0, 4000, false)));
        return (invite, answer);
    }

    private AskedRequest Change(AskedRequest invite, SipResponse answer, uint cseq, Func<string, string> change) =>
        Ask(OfferInDialog.OfCaller(invite.Request, answer, SipMethod.Invite, cseq, body: change(SipEdge.Offer)));

    private void Accept(AskedRequest change, AskedRequest invite, SipResponse answer, uint cseq, string body)
    {
        Sip.Next(SipMethod.Invite).Reply(200, body: body);
        change.Next(200);
        change.User!.OnAck(change, SipEdge.InDialog(invite.Request, answer, SipMethod.Ack, cseq));
    }

    private (RelaySide Side, int Stream, int Port, bool Fax) Aimed()
    {
        var aim = Media.ExpectMsg<AimRelay>();
        return (aim.Side, aim.Stream, aim.Rtp.Port, aim.Fax);
    }
}
