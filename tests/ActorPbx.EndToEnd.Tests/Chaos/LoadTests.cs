using System.Diagnostics;
using ActorPbx.EndToEnd.Tests.Chaos.Load;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>The load itself: what it counts is what happened.</summary>
public class LoadTests
{
    private const string Many = """domains."pbx.test".extension-defaults { max-calls = 1000, max-outgoing-calls = 1000 }""";

    [Fact]
    public async Task Calls_that_are_used_and_ended_count_as_kept()
    {
        await using var exchange = await Exchange.Start(Many);
        await using var site = await CallSite.Open("here", exchange, 100, 4);
        var calls = new KeptCalls();
        await calls.Establish(site, site, 20);
        (await exchange.LivingCalls()).ShouldBe(20);
        await calls.UseEach();
        await calls.End();
        string.Join('\n', calls.Lost).ShouldBe("");
        calls.Kept.ShouldBe(20);
        (await exchange.LivingCalls()).ShouldBe(0);
    }

    [Fact]
    public async Task Calls_that_the_exchange_ended_count_as_lost()
    {
        await using var exchange = await Exchange.Start(Many);
        await using var site = await CallSite.Open("here", exchange, 100, 4);
        var calls = new KeptCalls();
        await calls.Establish(site, site, 6);
        var first = (await exchange.OperatorJson("calls"))[0].GetProperty("call").GetString()!;
        (await exchange.Operator("hangup", first)).Code.ShouldBe(0);
        await Eventually.IsTrue(() => calls.All.Any(call => !call.Lives), "a call was ended");
        await calls.UseEach();
        await calls.End();
        calls.Lost.Count().ShouldBe(1);
        calls.Kept.ShouldBe(5);
    }

    [Fact]
    public async Task A_stream_of_calls_tells_who_failed_and_when_the_first_was_answered()
    {
        await using var exchange = await Exchange.Start(Many);
        await using var site = await CallSite.Open("here", exchange, 100, 4);
        await using var stream = CallStream.Start(site, site, 20, TimeSpan.FromMilliseconds(100));
        var since = Stopwatch.GetTimestamp();
        var refused = new CallPair(site, site, await site.Phones[0].Call("109"), null);
        await Eventually.IsTrue(() => stream.Settled > 5, "some calls");
        var calls = await stream.Stop();
        refused.Calling.Fate.ShouldBe(CallFate.Refused);

        var counted = NewCalls.Of([.. calls, refused], since);
        counted.Made.ShouldBe(calls.Count + 1);
        counted.Failed.ShouldBe(1);
        counted.ToFirst!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        NewCalls.Reasons([refused]).ShouldBe("1 × 480 Temporarily Unavailable");
    }
}
