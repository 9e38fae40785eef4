using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Digest leak (CVE-2021-41158): whoever is called and asks for a password gets no answer to it, neither from the exchange nor from the caller.</summary>
public class DigestLeakTests : TestKit
{
    private static readonly (HeaderName Name, string Value) s_challenge = (HeaderName.WwwAuthenticate, "Digest realm=\"pbx.test\",nonce=\"of-the-thief\",qop=\"auth\"");
    private readonly PlayedExchange _exchange;

    public DigestLeakTests() => _exchange = new PlayedExchange(this);

    [Theory]
    [InlineData(401)]
    [InlineData(407)]
    public void A_called_phone_that_asks_for_a_password_is_merely_not_available(int code)
    {
        var caller = _exchange.Call("101");
        _exchange.Admit("100");
        var thief = _exchange.Page("101");
        thief.Reply(code, extra: s_challenge);
        var answer = caller.Next(480);
        Asked(answer).ShouldBeFalse();
        _exchange.Sip.Sent.TryTake(out _, TimeSpan.FromMilliseconds(100)).ShouldBeFalse("and is not called again with one");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(407)]
    public void Inside_a_call_it_is_a_refusal(int code)
    {
        var caller = _exchange.Call("101");
        _exchange.Admit("100");
        var thief = _exchange.Page("101");
        thief.Reply(200, body: SipEdge.Offer);
        var answer = caller.Next(200);
        caller.User!.OnAck(caller, SipEdge.InDialog(caller.Request, answer, SipMethod.Ack, 1));
        var change = _exchange.Ask(OfferInDialog.OfCaller(caller.Request, answer, SipMethod.Invite, 2));
        _exchange.Sip.Next(SipMethod.Invite).Reply(code, extra: s_challenge);
        Asked(change.Next(403)).ShouldBeFalse();
    }

    private static bool Asked(SipResponse response) => response.Headers.Contains(HeaderName.WwwAuthenticate) || response.Headers.Contains(HeaderName.ProxyAuthenticate);
}
