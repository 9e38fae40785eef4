using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>3xx of phones followed.</summary>
public class RedirectionTests : TestKit
{
    [Fact]
    public void The_new_number_is_rung_by_the_rights_of_the_old_one_and_told_by_whom_it_was_sent_on()
    {
        var exchange = new PlayedExchange(this);
        var caller = exchange.Call("101");
        exchange.Admit("100").InPlace.ShouldBeFalse();
        Redirect(exchange.Page("101"), "<sip:bob@192.0.2.200>;q=0.1, <sip:102@pbx.test>;q=0.7, <sip:103@elsewhere.example>");
        caller.Next(181);
        exchange.Admit("101").InPlace.ShouldBeTrue();
        exchange.Left("101");
        var device = exchange.Page("102");
        device.Request.To.Uri.User.ShouldBe("102");
        device.Request.From.Uri.User.ShouldBe("100");
        device.Request.Headers.Get(HeaderName.Diversion).ShouldBe("<sip:101@pbx.test>;reason=unconditional;counter=1");
        device.Request.Headers.GetAll(HeaderName.HistoryInfo).ToList().ShouldBe(
            ["<sip:101@pbx.test?Reason=SIP%3Bcause%3D302>;index=1", "<sip:102@pbx.test>;index=1.1;mp=1"]);

        device.Reply(200, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        exchange.Ask(SipEdge.InDialog(caller.Request, answer, SipMethod.Bye, 2));
        exchange.Store.ExpectMsg<StoreCall>().Records.Length.ShouldBe(4);
        ExpectReleased(exchange, "100", "101", "102");
    }

    [Fact]
    public void A_call_is_sent_on_to_one_device_of_a_number()
    {
        var exchange = new PlayedExchange(this);
        exchange.Call("101");
        exchange.Admit("100");
        Redirect(exchange.Page("101"), "<sip:102@pbx.test;gr=urn:uuid:0-2>;q=0.9, <sip:103@pbx.test>;q=0.8");
        exchange.Admit("101");
        exchange.Page("102").Request.To.Uri.User.ShouldBe("102");
        exchange.LastWanted.ShouldBe(new DeviceWanted("<urn:uuid:0-2>", ""));
    }

    [Fact]
    public void Who_wants_its_history_kept_back_has_it_kept_back()
    {
        var exchange = new PlayedExchange(this);
        exchange.Call("101", privacy: ActorPbx.Sip.Identity.Privacy.History);
        exchange.Admit("100");
        Redirect(exchange.Page("101"), "<sip:102@pbx.test>");
        exchange.Admit("101");
        var invite = exchange.Page("102").Request;
        (invite.Headers.Contains(HeaderName.Diversion), invite.Headers.Contains(HeaderName.HistoryInfo)).ShouldBe((false, false));
    }

    [Fact]
    public void A_call_is_sent_on_to_the_outside_only_by_who_may()
    {
        var strict = new PlayedExchange(this);
        var refused = strict.Call("101");
        strict.Admit("100");
        Redirect(strict.Page("101"), "<sip:9123@pbx.test>");
        refused.Next(181);
        strict.Admit("101");
        strict.Left("101");
        refused.Next(480).Headers.Get(HeaderName.Reason).ShouldStartWith("Q.850;cause=29;");
        strict.Trunks.HasMessages.ShouldBeFalse();

        var open = new PlayedExchange(this, new ExtensionSettings { ForwardOutside = true });
        var caller = open.Call("101");
        open.Admit("100");
        Redirect(open.Page("101"), "<tel:9123>");
        caller.Next(181);
        open.Admit("101");
        open.Left("101");
        var outside = open.Leave("carrier");
        outside.Request.Headers.Contains(HeaderName.Diversion).ShouldBeFalse("the carrier is not trusted");
    }

    [Fact]
    public void A_number_without_a_right_to_call_cannot_send_on()
    {
        var exchange = new PlayedExchange(this);
        var caller = exchange.Call("101");
        exchange.Admit("100");
        Redirect(exchange.Page("101"), "<sip:102@pbx.test>");
        caller.Next(181);
        exchange.Extensions.Reply(new OutgoingRefused(exchange.Extensions.ExpectMsg<AdmitOutgoing>().Call));
        caller.Next(480);
        exchange.Store.ExpectMsg<StoreCall>().Records.Count(record => record.Outcome == CallOutcome.Diverted).ShouldBe(1);
    }

    [Theory]
    [InlineData(305, "<sip:102@pbx.test>")]
    [InlineData(302, "<sip:102@elsewhere.example>")]
    [InlineData(302, "<mailto:102@pbx.test>")]
    public void What_cannot_be_followed_is_a_refusal(int code, string contact)
    {
        var exchange = new PlayedExchange(this);
        var caller = exchange.Call("101");
        exchange.Admit("100");
        Redirect(exchange.Page("101"), contact, code);
        caller.Next(480);
    }

    private static void Redirect(SentRequest device, string contacts, int code = 302)
    {
        var response = SipResponse.For(device.Request, code, null, "device");
        response.Headers.Add(HeaderName.Contact, contacts);
        device.User.OnResponse(device, response);
    }

    private static void ExpectReleased(PlayedExchange exchange, params string[] numbers)
    {
        var released = numbers.Select(_ => exchange.Extensions.FishForMessage<ReleaseCall>(_ => true).Number.Value).ToArray();
        released.ShouldBe(numbers, ignoreOrder: true);
    }
}
