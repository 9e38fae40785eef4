using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests;

/// <summary>The operator's commands against a running exchange.</summary>
public class OperatorTests
{
    [Fact]
    public async Task A_living_call_is_shown_and_can_be_hung_up()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202");
        await CancelRaceTests.Connect(a, b);
        var call = (await exchange.OperatorJson("calls")).EnumerateArray().ShouldHaveSingleItem();
        call.GetProperty("caller").GetString().ShouldBe("201");
        call.GetProperty("called").GetString().ShouldBe("202");

        var (code, output) = await exchange.Operator("hangup", call.GetProperty("call").GetString()!);
        code.ShouldBe(0, output);
        a.Reply(await a.ExpectRequest("BYE"), 200, "OK");
        b.Reply(await b.ExpectRequest("BYE"), 200, "OK");
        (await exchange.Records(2)).ShouldAllBe(record => record.GetProperty("releasedBy").GetString()!.Equals("operator", StringComparison.OrdinalIgnoreCase));
        (await exchange.Operator("hangup", "no-such-call")).Code.ShouldBe(4);
    }

    [Fact]
    public async Task The_status_names_listeners_and_counts()
    {
        await using var exchange = await Exchange.Start();
        var status = await exchange.OperatorJson("status");
        status.GetProperty("listeners").GetArrayLength().ShouldBe(3);
        status.GetProperty("domains")[0].GetProperty("extensions").GetInt32().ShouldBe(13);
        (await exchange.Operator("status")).Output.ShouldContain(exchange.Net.Exchange.ToString());
    }

    [Fact]
    public async Task Records_come_as_csv_too()
    {
        await using var exchange = await Exchange.Start();
        using var a = new WirePhone(exchange, 1, "201");
        var call = a.Dial("777");
        call.Invite();
        call.AcknowledgeRefusal(await call.Expect(404));
        await exchange.Records(1);
        var (code, output) = await exchange.Operator("cdr", "--csv");
        code.ShouldBe(0, output);
        output.ShouldContain("201");
        output.ShouldContain("777");
    }

    [Fact]
    public async Task Terminate_lets_the_call_finish_and_takes_no_new_one()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202"), c = new(exchange, 3, "203");
        var (call, _) = await CancelRaceTests.Connect(a, b);
        exchange.Process.Signal("TERM");
        var late = await Eventually.Get(() => Try(c), status => status == 503, "new calls are refused");
        late.ShouldBe(503);
        exchange.Process.HasEnded.ShouldBeFalse();
        call.Send("BYE");
        b.Reply(await b.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");
        (await exchange.Process.Ended()).ShouldBe(0);
        await exchange.Run();
        (await exchange.Records(2)).Count(record => record.GetProperty("caller").GetString() == "201").ShouldBe(2);
    }

    [Fact]
    public async Task A_second_signal_ends_a_node_that_still_has_a_call()
    {
        await using var exchange = await Exchange.Start();
        using WirePhone a = new(exchange, 1, "201"), b = new(exchange, 2, "202");
        await CancelRaceTests.Connect(a, b);
        exchange.Process.Signal("TERM");
        await exchange.Process.Says("no new calls");
        exchange.Process.Signal("TERM");
        (await exchange.Process.Ended()).ShouldBe(130);
        await exchange.Run();
        (await exchange.Records(1))[0].GetProperty("outcome").GetString()!.ShouldBe("interrupted", StringCompareShould.IgnoreCase);
    }

    [Fact]
    public async Task Followed_records_appear_as_calls_end()
    {
        await using var exchange = await Exchange.Start();
        using var a = new WirePhone(exchange, 1, "201");
        await using var follower = exchange.Follow("cdr", "--follow");
        foreach (var number in new[] { "771", "772" })
        {
            // Until the follower has its connection a record may be an old one for it: the call is made again.
            await Eventually.Get(
                async () =>
                {
                    var call = a.Dial(number);
                    call.Invite();
                    call.AcknowledgeRefusal(await call.Expect(404));
                    return follower.Output;
                },
                output => output.Contains(number, StringComparison.Ordinal), $"the record of a call to {number} is followed");
        }

        follower.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public async Task Without_a_node_a_command_says_so()
    {
        await using var exchange = Exchange.Prepare();
        var (code, output) = await exchange.Operator("status");
        code.ShouldBe(3);
        output.Trim().Split('\n').Length.ShouldBeLessThanOrEqualTo(2);
    }

    // Nobody's number: 404 as long as calls are taken.
    private static async Task<int> Try(WirePhone phone)
    {
        var call = phone.Dial("777");
        call.Invite();
        var answer = await phone.Expect(message => message.CallId == call.CallId && message.Status >= 200, "an answer");
        if (answer.Status >= 300) call.AcknowledgeRefusal(answer);
        return answer.Status;
    }
}
