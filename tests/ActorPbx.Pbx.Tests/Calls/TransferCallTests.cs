using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Registration;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>REFER inside a call: 202, NOTIFY, the new party's offer to the one that stays, and its answer in the ACK.</summary>
public class TransferCallTests : TestKit
{
    private const string Quietly = "Refer-Sub: false\r\n";

    private readonly PlayedExchange _exchange;

    public TransferCallTests() => _exchange = new PlayedExchange(this);

    [Fact]
    public void The_called_phone_sends_the_caller_on()
    {
        var (caller, answer, device) = Talk();
        var refer = _exchange.Ask(ReferBy(device, "<sip:103@pbx.test>"));
        var accepted = refer.Next(202);
        accepted.Contact.ShouldNotBeNull();
        Reported("SIP/2.0 100 Trying", "active;expires=300");
        _exchange.Admit("101").InPlace.ShouldBeTrue();
        var added = _exchange.Page("103");
        added.Request.Body.IsEmpty.ShouldBeTrue("its offer is wanted");
        (added.Request.From.Uri.User, added.Request.Headers.Get(HeaderName.ReferredBy)).ShouldBe(("100", "<sip:101@pbx.test>"));
        added.Request.HasOption(HeaderName.Supported, "100rel").ShouldBeFalse("an offer so early could not be answered");

        added.Reply(180);
        Reported("SIP/2.0 180 Ringing", "active;expires=300");
        added.Reply(200, tag: "added", body: SipEdge.Offer.Replace("4000", "6000", StringComparison.Ordinal));
        var join = _exchange.Sip.Next(SipMethod.Invite);
        (join.Request.CallId, join.Request.ToTag).ShouldBe((caller.Request.CallId, "phone"));
        PlayedExchange.Body(join.Request).ShouldContain("m=audio 6000 ");
        added.Acks.Count.ShouldBe(0);

        join.Reply(200, body: SipEdge.Offer.Replace("4000", "4002", StringComparison.Ordinal));
        PlayedExchange.Body(Acknowledged(added)).ShouldContain("m=audio 4002 ");
        Acknowledged(join).Body.IsEmpty.ShouldBeTrue();
        Reported("SIP/2.0 200 OK", "terminated;reason=noresource");
        _exchange.Sip.Next(SipMethod.Bye).Request.CallId.ShouldBe(device.Request.CallId);
        _exchange.Left("101");

        _exchange.Ask(SipEdge.InDialog(caller.Request, answer, SipMethod.Bye, 2));
        _exchange.Sip.Next(SipMethod.Bye).Request.CallId.ShouldBe(added.Request.CallId);
        _exchange.Store.ExpectMsg<StoreCall>().Records.Length.ShouldBe(4);
    }

    [Fact]
    public void A_call_is_sent_on_to_one_device_of_a_number()
    {
        var (_, _, device) = Talk();
        _exchange.Ask(ReferBy(device, "<sip:103@pbx.test;gr=urn:uuid:0-1>", 1, Quietly)).Next(202);
        _exchange.Admit("101");
        var added = _exchange.Page("103");
        _exchange.LastWanted.ShouldBe(new DeviceWanted("<urn:uuid:0-1>", ""));
        added.Reply(486);

        // RFC 5627 §3.1.2: its temporary address says no less.
        var binding = PlayedExchange.Binding("103") with { Instance = "<urn:uuid:0-1>" };
        _exchange.Ask(ReferBy(device, $"<{_exchange.Domain.TempGruus.New(SipUri.Parse("sip:103@pbx.test"), binding)}>", 2, Quietly)).Next(202);
        _exchange.Admit("101");
        _exchange.Page("103").Reply(486);
        _exchange.LastWanted.ShouldBe(new DeviceWanted("<urn:uuid:0-1>", TempGruus.MarkOf(binding.SipCallId)));

        _exchange.Ask(ReferBy(device, "<sip:103@pbx.test>", 3, Quietly)).Next(202);
        _exchange.Admit("101");
        _exchange.Page("103");
        _exchange.LastWanted.ShouldBe(DeviceWanted.Any);
    }

    [Fact]
    public void A_trunk_that_may_sends_a_call_on_to_a_number_of_ours_alone()
    {
        _exchange.Call("8123");
        _exchange.Admit("100");
        var trunk = _exchange.Leave("friend");
        var caller = Answered(trunk);
        _exchange.Ask(ReferBy(trunk, "<sip:103@pbx.test>")).Next(202);
        Reported("SIP/2.0 100 Trying", "active;expires=300");
        var added = _exchange.Page("103");
        added.Reply(486);
        Reported("SIP/2.0 486 Busy Here", "terminated;reason=noresource");
        caller.Responses.Count.ShouldBe(0);

        _exchange.Ask(ReferBy(trunk, "<sip:9123@pbx.test>", 2)).Next(202);
        Reported("SIP/2.0 100 Trying", "active;expires=300", "refer;id=2");
        _exchange.Extensions.Reply(new PageFailed(_exchange.Extensions.FishForMessage<Page>(_ => true).Call, Domain.Calls.Unavailability.Unknown));
        Reported("SIP/2.0 404 Not Found", "terminated;reason=noresource", "refer;id=2");
    }

    [Fact]
    public void A_trunk_that_may_not_is_refused()
    {
        _exchange.Call("9123");
        _exchange.Admit("100");
        var trunk = _exchange.Leave("carrier");
        Answered(trunk);
        _exchange.Ask(ReferBy(trunk, "<sip:103@pbx.test>")).Next(403);
    }

    [Fact]
    public void A_trunk_that_may_not_is_refused_also_when_it_calls()
    {
        var caller = _exchange.Begin(SipEdge.Invite(from: "5550"), CallOrigin.Trunk.Of(_exchange.Trunk("carrier"), SipEdge.Invite(from: "5550")), "101");
        _exchange.Trunks.ExpectMsg<ReserveTrunk>();
        _exchange.Trunks.Reply(new TrunkAdmitted(default));
        var device = _exchange.Page("101");
        device.Reply(200, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        Acknowledged(device);
        _exchange.Ask(SipEdge.InDialog(caller.Request, answer, SipMethod.Refer, 2, "Contact: <sip:x@192.0.2.100>\r\nRefer-To: <sip:103@pbx.test>\r\n")).Next(403);
    }

    [Theory]
    [InlineData("<sip:103@elsewhere.example>")]
    [InlineData("<sip:103@pbx.test;method=SUBSCRIBE>")]
    [InlineData("<mailto:103@pbx.test>")]
    [InlineData("<sip:103@pbx.test>\r\nRefer-To: <sip:104@pbx.test>")]
    public void What_no_call_can_be_made_of_is_a_bad_request(string target)
    {
        var (_, _, device) = Talk();
        _exchange.Ask(ReferBy(device, target)).Next(400);
    }

    [Fact]
    public void Who_wants_no_reports_is_told_that_it_gets_none()
    {
        var (_, _, device) = Talk();
        _exchange.Ask(ReferBy(device, "<sip:103@pbx.test>", extra: Quietly)).Next(202).Headers.Get(HeaderName.ReferSub).ShouldBe("false");
        _exchange.Admit("101");
        _exchange.Page("103").Reply(603);
        _exchange.Sip.Sent.TryTake(out _, TimeSpan.FromMilliseconds(200)).ShouldBeFalse();
        _exchange.Extensions.FishForMessage<ReleaseCall>(_ => true).Number.Value.ShouldBe("103", "what was taken for it is given back");
    }

    [Fact]
    public void Who_transfers_refreshes_its_reports_and_ends_them()
    {
        var (_, _, device) = Talk();
        _exchange.Ask(ReferBy(device, "<sip:103@pbx.test>")).Next(202);
        Reported("SIP/2.0 100 Trying", "active;expires=300");
        _exchange.Ask(Subscribe(device, 2, "refer;id=99")).Next(481);
        _exchange.Ask(Subscribe(device, 3, "dialog")).Next(489).Headers.Get(HeaderName.AllowEvents).ShouldBe("refer");
        _exchange.Ask(Subscribe(device, 4, "refer", "60")).Next(423).Headers.Get(HeaderName.MinExpires).ShouldBe("300");
        var refreshed = _exchange.Ask(Subscribe(device, 5, "refer;id=1", "3600")).Next(200);
        (refreshed.Headers.Get(HeaderName.Expires), refreshed.Contact is null).ShouldBe(("300", false));
        Reported("SIP/2.0 100 Trying", "active;expires=300");
        _exchange.Ask(Subscribe(device, 6, "refer", "0")).Next(200).Headers.Get(HeaderName.Expires).ShouldBe("0");
        Reported("SIP/2.0 100 Trying", "terminated;reason=timeout");

        _exchange.Admit("101");
        _exchange.Page("103").Reply(603);
        _exchange.Ask(Subscribe(device, 7, "refer")).Next(481);
        _exchange.Sip.Sent.Count.ShouldBe(0, "it does not want to hear of it any longer");
    }

    private (AskedRequest Caller, SipResponse Answer, SentRequest Device) Talk()
    {
        var caller = _exchange.Call("101");
        _exchange.Admit("100");
        var device = _exchange.Page("101");
        device.Reply(200, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        Acknowledged(device);
        return (caller, answer, device);
    }

    private AskedRequest Answered(SentRequest device)
    {
        device.Reply(200, body: SipEdge.Offer);
        Acknowledged(device);
        var caller = _exchange.LastCall;
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        return caller;
    }

    private static SipRequest Acknowledged(SentRequest invite)
    {
        invite.Acks.TryTake(out var ack, TimeSpan.FromSeconds(10)).ShouldBeTrue("no ACK");
        return ack!;
    }

    private void Reported(string status, string state, string package = "refer")
    {
        var notify = _exchange.Sip.Next(SipMethod.Notify).Request;
        PlayedExchange.Body(notify).ShouldBe(status + "\r\n");
        (notify.Headers.Get(HeaderName.SubscriptionState), notify.Headers.Get(HeaderName.Event)).ShouldBe((state, package));
        notify.ContentType.ShouldBe("message/sipfrag;version=2.0");
    }

    private static SipRequest Subscribe(SentRequest device, int cseq, string package, string expires = "300") => SipEdge.Parse(
        $"SUBSCRIBE sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.200:5060;branch=z9hG4bKs{cseq};rport\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:101@pbx.test>;tag=device\r\nTo: <sip:100@pbx.test>;tag={device.Request.FromTag}\r\nCall-ID: {device.Request.CallId}\r\nCSeq: {cseq} SUBSCRIBE\r\n"
        + $"Contact: <sip:101@192.0.2.200>\r\nEvent: {package}\r\nExpires: {expires}\r\nContent-Length: 0\r\n\r\n");

    private static SipRequest ReferBy(SentRequest device, string target, int cseq = 1, string extra = "") => SipEdge.Parse(
        $"REFER sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.200:5060;branch=z9hG4bKr{cseq};rport\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:101@pbx.test>;tag=device\r\nTo: <sip:100@pbx.test>;tag={device.Request.FromTag}\r\nCall-ID: {device.Request.CallId}\r\nCSeq: {cseq} REFER\r\n"
        + $"Contact: <sip:101@192.0.2.200>\r\nRefer-To: {target}\r\n{extra}Content-Length: 0\r\n\r\n");
}
