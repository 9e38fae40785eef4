using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>REFER to premium numbers: a call is sent on by the rights of who asks, and by nobody who is not in it.</summary>
public class ReferAbuseTests : TestKit
{
    [Theory]
    [InlineData("90900123456")]
    [InlineData("9+37281234")]
    [InlineData("90037281234")]
    public void A_phone_sends_no_call_on_to_a_number_that_it_may_not_call(string target)
    {
        var exchange = new PlayedExchange(this);
        var caller = Refer(exchange, target);
        Reported(exchange).ShouldBe("SIP/2.0 403 Forbidden\r\n");
        exchange.Trunks.ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        caller.Responses.Count.ShouldBe(0, "the call goes on");
    }

    [Fact]
    public void One_that_may_call_it_may_send_on_to_it()
    {
        var exchange = new PlayedExchange(this, new ExtensionSettings { PremiumCalls = true });
        Refer(exchange, "90900123456");
        exchange.Leave("carrier").Request.RequestUri.User.ShouldBe("90900123456");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789abcdef01234567")]
    public void Outside_a_call_nobody_is_referred(string toTag)
    {
        var exchange = new AttackedExchange();
        exchange.Send(exchange.Request("100", "REFER", toTag: toTag), "203.0.113.5").ShouldBe(toTag.Length == 0 ? 401 : 481);
    }

    // 101, which was called, refers 100 to a number; what becomes of it comes second, after the 100.
    private static AskedRequest Refer(PlayedExchange exchange, string target)
    {
        var caller = exchange.Call("101");
        exchange.Admit("100");
        var device = exchange.Page("101");
        device.Reply(200, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        exchange.Ask(SipEdge.Parse(
            "REFER sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.200:5060;branch=z9hG4bKr;rport\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:101@pbx.test>;tag=device\r\nTo: <sip:100@pbx.test>;tag={device.Request.FromTag}\r\nCall-ID: {device.Request.CallId}\r\nCSeq: 1 REFER\r\n"
            + $"Contact: <sip:101@192.0.2.200>\r\nRefer-To: <sip:{target}@pbx.test>\r\nContent-Length: 0\r\n\r\n")).Next(202);
        Reported(exchange).ShouldBe("SIP/2.0 100 Trying\r\n");
        exchange.Admit("101");
        return caller;
    }

    private static string Reported(PlayedExchange exchange) => PlayedExchange.Body(exchange.Sip.Next(SipMethod.Notify).Request);
}
