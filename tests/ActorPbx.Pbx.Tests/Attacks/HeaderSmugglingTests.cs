using System.Text;
using ActorPbx.Pbx.Tests.Calls;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Header smuggling (CVE-2020-28361): what a phone may not say of itself does not pass, however the header is written.</summary>
public class HeaderSmugglingTests : TestKit
{
    [Theory]
    [InlineData("P-Asserted-Identity: <sip:smuggled@pbx.test>")]
    [InlineData("P-Asserted-Identity : <sip:smuggled@pbx.test>")]
    [InlineData("p-aSSerted-identity\t:\t<sip:smuggled@pbx.test>")]
    [InlineData("P-Asserted-Identity:\r\n <sip:smuggled@pbx.test>")]
    [InlineData("P-Asserted-Identity: <tel:110>,\r\n\t<sip:smuggled@pbx.test>")]
    [InlineData("Subject: hello\r\n P-Asserted-Identity: <sip:other@pbx.test>\r\nX-Smuggled: 1")]
    [InlineData("Remote-Party-ID: <sip:smuggled@pbx.test>;party=calling")]
    [InlineData("Diversion: <sip:smuggled@pbx.test>;reason=unconditional")]
    [InlineData("History-Info: <sip:smuggled@pbx.test>;index=1")]
    [InlineData("Referred-By: <sip:smuggled@pbx.test>")]
    [InlineData("X-Actorpbx-Smuggled: 1")]
    [InlineData("Route: <sip:smuggled.example;lr>")]
    [InlineData("Record-Route: <sip:smuggled.example;lr>")]
    public void Nothing_of_it_reaches_the_called_phone(string lines)
    {
        var exchange = new PlayedExchange(this);
        exchange.Call("101", extra: lines + "\r\n");
        exchange.Admit("100");
        var invite = Encoding.UTF8.GetString(SipWriter.ToArray(exchange.Page("101").Request));
        invite.ShouldNotContain("smuggled", Shouldly.Case.Insensitive);
        invite.Split("\r\n").ShouldNotContain(line => line.StartsWith("P-Asserted-Identity", StringComparison.OrdinalIgnoreCase));
    }
}
