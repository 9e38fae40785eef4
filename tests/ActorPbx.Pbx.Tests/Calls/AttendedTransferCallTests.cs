using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>A phone joins two calls of its own: REFER with Replaces.</summary>
public class AttendedTransferCallTests : TestKit
{
    private readonly PlayedExchange _exchange;

    public AttendedTransferCallTests() => _exchange = new PlayedExchange(this);

    [Fact]
    public void The_parties_of_two_calls_are_joined_and_the_phone_is_let_go_in_both()
    {
        var (first, firstAnswer, firstDevice) = Talk("101", "first");
        var (second, secondAnswer, secondDevice) = Talk("102", "second");
        var refer = Refer(first, firstAnswer, second, secondAnswer.ToTag!);
        _exchange.Ask(refer).Next(202);
        _exchange.Sip.Next(SipMethod.Notify);

        var asked = _exchange.Sip.Next(SipMethod.Invite);
        (asked.Request.CallId, asked.Request.Body.IsEmpty).ShouldBe((secondDevice.Request.CallId, true));
        asked.Reply(200, tag: "second", body: SipEdge.Offer.Replace("4000", "6000", StringComparison.Ordinal));
        var join = _exchange.Sip.Next(SipMethod.Invite);
        join.Request.CallId.ShouldBe(firstDevice.Request.CallId);
        PlayedExchange.Body(join.Request).ShouldContain("m=audio 6000 ");
        asked.Acks.Count.ShouldBe(0);

        join.Reply(200, tag: "first", body: SipEdge.Offer.Replace("4000", "7000", StringComparison.Ordinal));
        Acknowledged(join);
        PlayedExchange.Body(Acknowledged(asked)).ShouldContain("m=audio 7000 ");
        var (goodbyes, last) = Goodbyes();
        goodbyes.ShouldBe([first.Request.CallId, second.Request.CallId], ignoreOrder: true);
        PlayedExchange.Body(last).ShouldBe("SIP/2.0 200 OK\r\n");
        _exchange.Extensions.FishForMessage<JoinCall>(_ => true).Number.Value.ShouldBe("102");
        var lender = _exchange.Store.ExpectMsg<StoreCall>();
        lender.Records.Length.ShouldBe(2);
        _exchange.Store.Reply(new CallStored(lender.Call));
        SpinWait.SpinUntil(() => _exchange.Dialogs.Find(secondAnswer.ToTag!) is null, TimeSpan.FromSeconds(10)).ShouldBeTrue("the call that gave its leg ends");

        _exchange.Ask(ByeOf(secondDevice));
        _exchange.Sip.Next(SipMethod.Bye).Request.CallId.ShouldBe(firstDevice.Request.CallId);
        _exchange.Store.ExpectMsg<StoreCall>().Records.Length.ShouldBe(4);
    }

    [Fact]
    public void A_party_that_does_not_take_the_others_offer_leaves_both_calls_as_they_were()
    {
        var (first, firstAnswer, _) = Talk("101", "first");
        var (second, secondAnswer, secondDevice) = Talk("102", "second");
        _exchange.Ask(Refer(first, firstAnswer, second, secondAnswer.ToTag!)).Next(202);
        _exchange.Sip.Next(SipMethod.Notify);
        var asked = _exchange.Sip.Next(SipMethod.Invite);
        asked.Reply(200, tag: "second", body: SipEdge.Offer);
        _exchange.Sip.Next(SipMethod.Invite).Reply(488, tag: "first");
        PlayedExchange.Body(_exchange.Sip.Next(SipMethod.Notify).Request).ShouldBe("SIP/2.0 488 Not Acceptable Here\r\n");
        Acknowledged(asked).Body.Span.SequenceEqual(secondDevice.Request.Body.Span).ShouldBeTrue("it is told what it was told before");

        var update = _exchange.Ask(SipEdge.InDialog(second.Request, secondAnswer, SipMethod.Update, 2));
        update.Next(200);
        _exchange.Sip.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public void Nobody_takes_a_party_out_of_a_call_of_another_number()
    {
        var (first, firstAnswer, _) = Talk("101", "first");
        var other = _exchange.Begin(SipEdge.Invite(from: "104", to: "105", callId: "other"), new CallOrigin.Extension(_exchange.Domain.Find("104")!), "105");
        var (answer, _) = Answered(other, "104", "105", "fourth");
        _exchange.Ask(Refer(first, firstAnswer, other, answer.ToTag!)).Next(202);
        _exchange.Sip.Next(SipMethod.Notify);
        PlayedExchange.Body(_exchange.Sip.Next(SipMethod.Notify).Request).ShouldStartWith("SIP/2.0 481 ");
        _exchange.Sip.Sent.Count.ShouldBe(0);
    }

    [Fact]
    public void A_call_is_not_joined_with_itself()
    {
        var (first, answer, _) = Talk("101", "first");
        _exchange.Ask(Refer(first, answer, first, answer.ToTag!)).Next(202);
        Reported("SIP/2.0 100 Trying");
        PlayedExchange.Body(_exchange.Sip.Next(SipMethod.Notify).Request).ShouldStartWith("SIP/2.0 481 ");
    }

    [Fact]
    public void A_request_that_was_on_its_way_when_its_leg_went_over_finds_the_other_call()
    {
        var (first, firstAnswer, firstDevice) = Talk("101", "first");
        var (second, secondAnswer, secondDevice) = Talk("102", "second");
        var before = _exchange.Dialogs.Find(secondDevice.Request.FromTag!)!;
        _exchange.Ask(Refer(first, firstAnswer, second, secondAnswer.ToTag!)).Next(202);
        Reported("SIP/2.0 100 Trying");
        _exchange.Sip.Next(SipMethod.Invite).Reply(200, tag: "second", body: SipEdge.Offer);
        _exchange.Sip.Next(SipMethod.Invite).Reply(200, tag: "first", body: SipEdge.Offer);
        Goodbyes();
        _exchange.Ask(ByeOf(secondDevice), before);
        _exchange.Sip.Next(SipMethod.Bye).Request.CallId.ShouldBe(firstDevice.Request.CallId);
    }

    [Fact]
    public void A_phone_joins_a_call_that_rings_and_the_two_are_joined_when_it_is_answered()
    {
        var (first, firstAnswer, firstDevice) = Talk("101", "first");
        var second = _exchange.Begin(SipEdge.Invite(to: "102", callId: "second"), new CallOrigin.Extension(_exchange.Domain.Find("100")!), "102");
        _exchange.Admit("100");
        var device = _exchange.Page("102");
        device.Reply(180, tag: "second");
        var ringing = second.Next(180);
        _exchange.Ask(Refer(first, firstAnswer, second, ringing.ToTag!)).Next(202);
        Reported("SIP/2.0 100 Trying");
        Reported("SIP/2.0 180 Ringing");

        second.User!.OnCancel(second, second.Request);
        second.Next(487);
        device.Reply(200, tag: "second", body: SipEdge.Offer);
        Acknowledged(device);
        var asked = _exchange.Sip.Next(SipMethod.Invite);
        (asked.Request.CallId, asked.Request.Body.IsEmpty).ShouldBe((device.Request.CallId, true));
        asked.Reply(200, tag: "second", body: SipEdge.Offer.Replace("4000", "6000", StringComparison.Ordinal));
        var join = _exchange.Sip.Next(SipMethod.Invite);
        join.Request.CallId.ShouldBe(firstDevice.Request.CallId);
        join.Reply(200, tag: "first", body: SipEdge.Offer.Replace("4000", "7000", StringComparison.Ordinal));
        PlayedExchange.Body(Acknowledged(asked)).ShouldContain("m=audio 7000 ");
        Reported("SIP/2.0 200 OK");
        _exchange.Sip.Next(SipMethod.Bye).Request.CallId.ShouldBe(first.Request.CallId);
    }

    [Fact]
    public void A_trunks_line_goes_with_the_leg_from_call_to_call()
    {
        var (first, firstAnswer, firstDevice) = Talk("101", "first");
        var second = _exchange.Begin(SipEdge.Invite(to: "9123", callId: "second"), new CallOrigin.Extension(_exchange.Domain.Find("100")!), "9123");
        var call = _exchange.Admit("100").Call;
        var device = _exchange.Leave("carrier");
        device.Reply(200, tag: "second", body: SipEdge.Offer);
        var answer = second.Next(200);
        second.User!.OnAck(second, SipEdge.InDialog(second.Request, answer, SipMethod.Ack, 1));
        Acknowledged(device);
        _exchange.Ask(Refer(first, firstAnswer, second, answer.ToTag!)).Next(202);
        Reported("SIP/2.0 100 Trying");
        _exchange.Sip.Next(SipMethod.Invite).Reply(200, tag: "second", body: SipEdge.Offer);
        _exchange.Sip.Next(SipMethod.Invite).Reply(200, tag: "first", body: SipEdge.Offer);
        Goodbyes();
        var passed = _exchange.Trunks.ExpectMsg<PassTrunk>();
        (passed.Trunk, passed.Call).ShouldBe(("carrier", call));
        _exchange.Store.ExpectMsg<StoreCall>().Call.ShouldBe(call);
        _exchange.Trunks.HasMessages.ShouldBeFalse("the line is taken still");

        _exchange.Ask(SipEdge.Parse(
            $"BYE sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.200:5060;branch=z9hG4bKbye;rport\r\nMax-Forwards: 70\r\nFrom: <sip:101@pbx.test>;tag=first\r\n"
            + $"To: <sip:100@pbx.test>;tag={firstDevice.Request.FromTag}\r\nCall-ID: {firstDevice.Request.CallId}\r\nCSeq: 9 BYE\r\nContent-Length: 0\r\n\r\n"));
        _exchange.Trunks.ExpectMsg<ReleaseTrunk>().ShouldBe(new ReleaseTrunk("carrier", call));
    }

    private void Reported(string status) => PlayedExchange.Body(_exchange.Sip.Next(SipMethod.Notify).Request).ShouldBe(status + "\r\n");

    private (AskedRequest Caller, SipResponse Answer, SentRequest Device) Talk(string number, string id)
    {
        var caller = _exchange.Begin(SipEdge.Invite(to: number, callId: id), new CallOrigin.Extension(_exchange.Domain.Find("100")!), number);
        var (answer, device) = Answered(caller, "100", number, id);
        return (caller, answer, device);
    }

    private (SipResponse Answer, SentRequest Device) Answered(AskedRequest caller, string from, string number, string tag)
    {
        _exchange.Admit(from);
        var device = _exchange.Page(number);
        device.Reply(200, tag: tag, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        Acknowledged(device);
        return (answer, device);
    }

    private static SipRequest Refer(AskedRequest call, SipResponse answer, AskedRequest other, string ourTag) => SipEdge.InDialog(
        call.Request, answer, SipMethod.Refer, 2,
        $"Contact: <sip:100@192.0.2.100>\r\nRefer-To: <sip:192.0.2.10?Replaces={other.Request.CallId}%3Bto-tag%3D{ourTag}%3Bfrom-tag%3D{other.Request.FromTag}>\r\n");

    private static SipRequest ByeOf(SentRequest device) => SipEdge.Parse(
        "BYE sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.200:5060;branch=z9hG4bKbye;rport\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:102@pbx.test>;tag=second\r\nTo: <sip:100@pbx.test>;tag={device.Request.FromTag}\r\nCall-ID: {device.Request.CallId}\r\nCSeq: 9 BYE\r\nContent-Length: 0\r\n\r\n");

    // Two actors let the phone go, in any order: a BYE for each call, and between them the last report.
    private (string[] CallIds, SipRequest Report) Goodbyes()
    {
        var sent = Enumerable.Range(0, 3).Select(_ =>
        {
            _exchange.Sip.Sent.TryTake(out var next, TimeSpan.FromSeconds(10)).ShouldBeTrue();
            return next!.Request;
        }).ToArray();
        return ([.. sent.Where(request => request.Method == SipMethod.Bye).Select(request => request.CallId)], sent.Single(request => request.Method == SipMethod.Notify));
    }

    private static SipRequest Acknowledged(SentRequest invite)
    {
        invite.Acks.TryTake(out var ack, TimeSpan.FromSeconds(10)).ShouldBeTrue("no ACK");
        return ack!;
    }
}
