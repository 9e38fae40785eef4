namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>SUBSCRIBE without authentication (CVE-2021-41157), MESSAGE without authentication (CVE-2021-37624), and every other method.</summary>
public class UnauthenticatedRequestTests
{
    private const string Stranger = "203.0.113.5";

    [Theory]
    [InlineData("REGISTER")]
    [InlineData("INVITE")]
    [InlineData("OPTIONS")]
    [InlineData("MESSAGE")]
    [InlineData("SUBSCRIBE")]
    [InlineData("NOTIFY")]
    [InlineData("PUBLISH")]
    [InlineData("REFER")]
    [InlineData("INFO")]
    [InlineData("UPDATE")]
    [InlineData("PRACK")]
    [InlineData("BYE")]
    [InlineData("SPAWN")]
    public void No_method_outside_a_dialog_gets_further_than_a_challenge_that_costs_no_memory(string method)
    {
        var exchange = new AttackedExchange();
        exchange.Send(exchange.Request("100", method), Stranger).ShouldBe(401);
        exchange.Send(exchange.Request("999", method), Stranger).ShouldBe(401);
    }

    [Theory]
    [InlineData("BYE")]
    [InlineData("NOTIFY")]
    [InlineData("INVITE")]
    [InlineData("REFER")]
    public void A_tag_that_was_made_up_gets_nobody_into_a_dialog_and_costs_no_memory(string method)
    {
        var exchange = new AttackedExchange();
        exchange.Send(exchange.Request("100", method, toTag: "0123456789abcdef01234567"), Stranger).ShouldBe(481);
    }

    [Fact]
    public void Good_credentials_of_one_number_speak_for_no_other()
    {
        var exchange = new AttackedExchange();
        var forged = exchange.Request("101", "INVITE");
        ActorPbx.Sip.Authentication.DigestClient.Authorize(
            forged, exchange.Authenticator.Challenge(forged, Calls.SipEdge.CallerFlow)!, "100", "secret100").ShouldBeTrue();
        exchange.Authenticator.Challenge(forged, Calls.SipEdge.CallerFlow)!.StatusCode.ShouldBe(403);
    }
}
