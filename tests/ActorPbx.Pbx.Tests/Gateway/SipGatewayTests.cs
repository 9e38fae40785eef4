using System.Collections.Immutable;
using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Settings;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Pbx.Trunks;
using ActorPbx.Sip.Authentication;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Tests.Gateway;

public class SipGatewayTests
{
    [Theory]
    [InlineData("MESSAGE")]
    [InlineData("SUBSCRIBE")]
    [InlineData("PUBLISH")]
    public void What_is_for_a_domain_that_does_not_run_waits_for_nobody(string method) => Ask(method).Next(503);

    [Fact]
    public void A_bye_that_names_no_dialog_gets_481() => Ask("BYE").Next(481);

    [Fact]
    public void Options_are_answered_with_what_is_served()
    {
        var headers = Ask("OPTIONS").Next(200).Headers;
        headers.Get(HeaderName.Accept).ShouldBe("application/sdp, application/pidf+xml");
        headers.Get(HeaderName.AllowEvents).ShouldBe("dialog, presence, message-summary");
        headers.Get(HeaderName.Supported)!.Split(", ").ShouldContain("timer");
        foreach (var method in new[] { "INVITE", "MESSAGE", "SUBSCRIBE", "PUBLISH", "PRACK" })
        {
            headers.Get(HeaderName.Allow)!.Split(", ").ShouldContain(method);
        }
    }

    private static AskedRequest Ask(string method)
    {
        var domain = new DomainSettings { Extensions = ImmutableDictionary<string, ExtensionSettings>.Empty.Add("100", new ExtensionSettings { Password = "x" }) };
        var directory = new DirectoryBuilder(new PbxSettings { Domains = ImmutableDictionary<string, DomainSettings>.Empty.Add("pbx.test", domain) }, "/").Build();
        var authenticator = new Authenticator(directory, NonceIssuer.WithRandomKey(TimeSpan.FromMinutes(5)), [], TimeProvider.System);
        var asked = new AskedRequest(
            SipEdge.Parse($"{method} sip:pbx.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.100:5060;branch=z9hG4bKa;rport\r\nMax-Forwards: 70\r\n"
                + $"From: <sip:100@pbx.test>;tag=1\r\nTo: <sip:100@pbx.test>\r\nCall-ID: c\r\nCSeq: 1 {method}\r\nContent-Length: 0\r\n\r\n"),
            SipEdge.CallerFlow);
        new SipGateway(authenticator, new DialogOwners(), new DomainDoors(), new TrunkSources()).OnRequest(asked);
        return asked;
    }
}
