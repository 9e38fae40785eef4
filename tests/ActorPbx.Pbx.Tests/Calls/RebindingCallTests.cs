using System.Net;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Tests.Calls;

/// <summary>The dialogues of a call follow its phones to new connections.</summary>
public class RebindingCallTests : CallBench
{
    private static readonly SipFlow Connection = Flow(SipTransport.Tcp, 1);
    private static readonly SipFlow Secure = Flow(SipTransport.Tls, 2);

    [Fact]
    public void A_called_phone_is_sent_the_end_of_the_call_over_its_new_connection()
    {
        var (invite, device) = Offer();
        var answer = Answer(invite, device);
        Move("sip:101@192.0.2.200:5060", Flow(SipTransport.Udp, 0), Connection);
        Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Bye, 2));
        Sip.Next(SipMethod.Bye).Target.PreferredFlow.ShouldBe(Connection);
    }

    [Fact]
    public void A_caller_is_known_by_the_flow_that_it_called_over()
    {
        var (invite, device) = Offer();
        Answer(invite, device);
        Move("sip:other@192.0.2.7", Flow(SipTransport.Udp, 0), Secure);
        Move("sip:100@192.0.2.100", SipEdge.CallerFlow, Connection);
        var bye = SipEdge.Parse(
            "BYE sip:x@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.200:5060;branch=z9hG4bKb;rport\r\nMax-Forwards: 70\r\nFrom: <sip:101@pbx.test>;tag=device\r\n"
            + $"To: <sip:100@pbx.test>;tag={device.Request.FromTag}\r\nCall-ID: {device.Request.CallId}\r\nCSeq: 1 BYE\r\nContent-Length: 0\r\n\r\n");
        Ask(bye);
        Sip.Next(SipMethod.Bye).Target.PreferredFlow.ShouldBe(Connection);
    }

    [Fact]
    public void A_dialogue_over_tls_follows_nobody_out_of_it()
    {
        var (invite, device) = Offer();
        var answer = Answer(invite, device);
        Move("sip:101@192.0.2.200:5060", Flow(SipTransport.Udp, 0), Secure);
        Move("sip:101@192.0.2.200:5060", Secure, Connection);
        Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Bye, 2));
        Sip.Next(SipMethod.Bye).Target.PreferredFlow.ShouldBe(Secure);
    }

    [Fact]
    public void A_phone_that_refreshes_the_session_over_a_new_connection_is_reached_there_from_then_on()
    {
        var (invite, device) = Offer();
        var answer = Answer(invite, device);
        Move("sip:101@192.0.2.200:5060", Flow(SipTransport.Udp, 0), Connection);
        var elsewhere = Flow(SipTransport.Tcp, 3);
        var update = Ask(OfferInDialog.OfDevice(device, SipMethod.Update, 1), elsewhere);
        Sip.Next(SipMethod.Update).Reply(200, body: SipEdge.Offer);
        update.Next(200);
        Ask(SipEdge.InDialog(invite.Request, answer, SipMethod.Bye, 2));
        Sip.Next(SipMethod.Bye).Target.PreferredFlow.ShouldBe(elsewhere);
    }

    [Fact]
    public void Another_flow_of_the_phone_takes_nothing_along()
    {
        var rung = Of("sip:101@192.0.2.200:40001", 1);
        new DeviceMoved(Of("sip:101@192.0.2.200:40009", 1), Connection, Secure).IsOf(rung).ShouldBeTrue();
        new DeviceMoved(Of("sip:101@192.0.2.200:40001", 2), Connection, Secure).IsOf(rung).ShouldBeFalse();
    }

    private static Binding Of(string contact, int regId) =>
        new(contact, "<urn:uuid:1>", "r", 1, 1000, default, default, "tcp", new TransportAddress("192.0.2.200", 5060), BehindNat: false, Connection: 0, UserAgent: "") { RegId = regId };

    private static SipFlow Flow(SipTransport transport, long connection) =>
        new(transport, IPEndPoint.Parse("192.0.2.10:5060"), IPEndPoint.Parse($"192.0.2.200:4000{connection}"), connection) { SentBy = "192.0.2.10:5060" };

    private void Move(string contact, SipFlow from, SipFlow to)
    {
        var before = new Binding(contact, "", "r", 1, 1000, default, default, "udp", new TransportAddress("192.0.2.200", 5060), BehindNat: false, Connection: 0, UserAgent: "");
        Store.LastSender.Tell(new DeviceMoved(before, from, to));
    }
}
