namespace ActorPbx.Pbx.Tests.Attacks;

/// <summary>Scanners: svmap, svwar and their like get no answer, so they list nothing.</summary>
public class ScannerTests
{
    private const string Stranger = "203.0.113.5";

    [Theory]
    [InlineData("friendly-scanner")]
    [InlineData("FRIENDLY-SCANNER")]
    [InlineData("sipcli/v1.8")]
    [InlineData("VaxSIPUserAgent/3.5")]
    public void A_tool_that_says_its_name_gets_no_answer(string agent)
    {
        var exchange = new AttackedExchange();
        exchange.Send(exchange.Request("100", "OPTIONS", agent), Stranger).ShouldBe(0);
        exchange.Send(exchange.Request("100", "REGISTER", agent), Stranger).ShouldBe(0);
        exchange.Events.ShouldBe([$"scanner source={Stranger} proven=no agent=\"{agent}\""]);
    }

    [Fact]
    public void What_another_sends_in_ones_name_under_such_a_name_is_all_that_is_dropped()
    {
        var exchange = new AttackedExchange();
        exchange.Send(exchange.Request("100", "OPTIONS", "friendly-scanner"), Stranger).ShouldBe(0);
        exchange.Send(exchange.Request("100", "OPTIONS"), Stranger).ShouldBe(401);
    }
}
