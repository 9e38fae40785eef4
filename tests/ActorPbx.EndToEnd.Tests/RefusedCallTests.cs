using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>Every way in which a call is not answered has its own response, cause and record.</summary>
public class RefusedCallTests
{
    [Theory]
    [InlineData("486 Busy Here", "486", "17", "busy")]
    [InlineData("600 Busy Everywhere", "600", "17", "busy")]
    [InlineData("603 Decline", "603", "21", "declined")]
    [InlineData("480 Temporarily Unavailable", "480", "31", "unreachable")]
    [InlineData("488 Not Acceptable Here", "488", "88", "failed")]
    public async Task The_refusal_of_the_device_reaches_the_caller(string says, string status, string cause, string outcome)
    {
        await using var exchange = await Exchange.Start();
        await using var b = await Sipp.Device(exchange, "refuse", 2, new() { Words = { ["status"] = says } });
        await Refused(exchange, "202", status, cause, outcome);
        await b.Succeeds();
    }

    [Fact]
    public async Task An_unknown_number_is_not_found()
    {
        await using var exchange = await Exchange.Start();
        await Refused(exchange, "777", "404", "1", "unknown-number");
    }

    [Fact]
    public async Task A_number_without_a_device_is_unavailable()
    {
        await using var exchange = await Exchange.Start();
        await Refused(exchange, "105", "480", "20", "unreachable");
    }

    [Fact]
    public async Task A_device_that_never_says_a_word_is_unreachable()
    {
        // Timer B is 64·T1; a small T1 makes the silence short.
        await using var exchange = await Exchange.Start("sip.timers { t1 = 50ms, t2 = 200ms, t4 = 500ms }\n");
        using var mute = new WirePhone(exchange, 2, "202");
        await Refused(exchange, "202", "408", "18", "unreachable");
        await mute.ExpectRequest("INVITE");
    }

    [Fact]
    public async Task Ringing_without_an_answer_ends_after_the_no_answer_time()
    {
        await using var exchange = await Exchange.Start(Exchange.Extension("310", "no-answer = 1s, static-contact = \"sip:@2@:5060\", trusted-addresses = [\"@2@\"]"));
        await using var b = await Sipp.Device(exchange, "ring-until-cancelled", 2, new() { Words = { ["reason"] = "cause" } });
        await Refused(exchange, "310", "480", "19", "no-answer");
        await b.Succeeds();
    }

    [Fact]
    public async Task A_caller_who_gives_up_ends_the_ringing()
    {
        await using var exchange = await Exchange.Start();
        await using var b = await Sipp.Device(exchange, "ring-until-cancelled", 2, new() { Words = { ["reason"] = ".*" } });
        await using var a = Sipp.Caller(exchange, "call-cancelled", 1, "201", "202");
        await a.Succeeds();
        await b.Succeeds();
        (await Outcomes(exchange)).ShouldBe(["abandoned", "abandoned"], StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_request_that_came_too_far_is_answered_483()
    {
        await using var exchange = await Exchange.Start();
        using var phone = new WirePhone(exchange, 1, "201");
        var call = phone.Dial("202");
        call.Invite("Max-Forwards: 0");
        await call.Expect(483);
    }

    [Fact]
    public async Task A_call_from_a_stranger_is_challenged()
    {
        await using var exchange = await Exchange.Start();
        using var stranger = new WirePhone(exchange, 5, "201");
        var call = stranger.Dial("202");
        call.Invite();
        await call.Expect(401);
    }

    private static async Task Refused(Exchange exchange, string called, string status, string cause, string outcome)
    {
        await using var a = Sipp.Caller(exchange, "call-refused", 1, "201", called, new() { Words = { ["status"] = status, ["cause"] = cause } });
        await a.Succeeds();
        (await Outcomes(exchange)).ShouldAllBe(each => each.Equals(outcome, StringComparison.OrdinalIgnoreCase));
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    private static async Task<string[]> Outcomes(Exchange exchange) =>
        [.. (await exchange.Records(1)).Select(record => record.GetProperty("outcome").GetString()!)];
}
