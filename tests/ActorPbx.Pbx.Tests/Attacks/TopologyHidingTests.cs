using System.Text;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Topology hiding: of one leg's Via, Contact, Record-Route, Call-ID, tags, software and own headers nothing shows on the other.</summary>
public class TopologyHidingTests : TestKit
{
    private const string Hidden = "secret-proxy";
    private const string HiddenThere = "proxy-of-the-called";
    private readonly PlayedExchange _exchange;

    public TopologyHidingTests() => _exchange = new PlayedExchange(this);

    [Fact]
    public void Each_side_of_a_call_sees_the_exchange_alone()
    {
        var caller = _exchange.Call("101", extra: $"Record-Route: <sip:{Hidden};lr>\r\nX-Internal: {Hidden}\r\nOrganization: {Hidden}\r\nServer: {Hidden}\r\n");
        _exchange.Admit("100");
        var device = _exchange.Page("101");
        Shows(device.Request, "secret", "hidden", "z9hG4bK1;", "tag=phone", "192.0.2.100:5060");

        device.Reply(180, extra: [(HeaderName.Server, HiddenThere), (HeaderName.RecordRoute, $"<sip:{HiddenThere};lr>")]);
        Shows(caller.Next(180), device.Request.CallId, HiddenThere, "tag=device", "192.0.2.200");
        device.Reply(200, body: SipEdge.Offer, extra: [(HeaderName.Server, HiddenThere), (HeaderName.RecordRoute, $"<sip:{HiddenThere};lr>")]);
        var answer = caller.Next(200);
        Shows(answer, device.Request.CallId, HiddenThere, "tag=device", "192.0.2.200");

        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1, $"X-Internal: {Hidden}\r\n"));
        device.Acks.TryTake(out var ack, TimeSpan.FromSeconds(10)).ShouldBeTrue();
        Shows(ack!, "secret-call-id", "hidden", "tag=phone", "X-Internal");
        _exchange.Ask(SipEdge.InDialog(caller.Request, answer, SipMethod.Bye, 2, $"X-Internal: {Hidden}\r\nUser-Agent: {Hidden}\r\n"));
        Shows(_exchange.Sip.Next(SipMethod.Bye).Request, "secret-call-id", "secret-phone", "tag=phone", "X-Internal");
    }

    // Without its body: where media go straight from phone to phone they must name each other.
    private static void Shows(SipMessage message, params string[] secrets)
    {
        var text = Encoding.UTF8.GetString(SipWriter.ToArray(message));
        foreach (var secret in secrets)
        {
            text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].ShouldNotContain(secret);
        }
    }
}
