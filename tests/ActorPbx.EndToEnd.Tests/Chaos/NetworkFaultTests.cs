using System.Diagnostics;
using System.Globalization;
using ActorPbx.EndToEnd.Tests.Chaos.Load;
using ActorPbx.EndToEnd.Tests.Harness;
using ActorPbx.EndToEnd.Tests.Hosts;
using Xunit.Abstractions;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>The line between a branch and the others fails, or its clock, while people talk.</summary>
public sealed class NetworkFaultTests(LabCluster lab, ITestOutputHelper output) : ChaosTests(lab, output)
{
    private static readonly WanState Slow = WanState.Good with { Delay = TimeSpan.FromMilliseconds(300), Jitter = TimeSpan.FromMilliseconds(50), Loss = 0.02 };

    private WanLine Line => Lab.Wan("berlin");

    [LabFact]
    [Trait("Scenario", "wan-cut")]
    public async Task A_branch_that_is_cut_off_goes_on_by_itself_and_finds_the_others_again()
    {
        await using var run = await Begin("wan-cut",
            "The line of one branch is cut, until both sides have noticed, and healed. Kept calls are within the branch, from it to another, and between others; "
            + "the new calls counted are those within the branch and between others.");
        var (shanghai, berlin, lagos) = await Phones(run);
        await Establish(run, (berlin, berlin), (berlin, shanghai), (lagos, shanghai));
        run.Stream(berlin, berlin);
        run.Stream(shanghai, lagos);
        await run.SomeMoreCalls();

        var refused = await CutOff(run, berlin, shanghai, Line.Cut);
        await FindEachOther(run, berlin, shanghai);
        AllRefused(refused);
        (await Ends(run)).NewCallsFailed.ShouldBe(0);
    }

    [LabFact]
    [Trait("Scenario", "half-cut")]
    public async Task A_branch_that_is_heard_and_does_not_hear_or_hears_and_is_not_heard_is_cut_off_as_well()
    {
        await using var run = await Begin("half-cut",
            "The line of one branch carries nothing to it any longer, and is healed; then nothing from it, and is healed. Calls as for wan-cut.");
        var (shanghai, berlin, lagos) = await Phones(run);
        await Establish(run, (berlin, berlin), (shanghai, berlin), (shanghai, lagos));
        run.Stream(berlin, berlin);
        run.Stream(lagos, shanghai);
        await run.SomeMoreCalls();

        var refused = await CutOff(run, berlin, shanghai, Line.CutIncoming);
        await FindEachOther(run, berlin, shanghai);
        refused = [.. refused, .. await CutOff(run, berlin, shanghai, Line.CutOutgoing)];
        await FindEachOther(run, shanghai, berlin);
        AllRefused(refused);
        (await Ends(run)).NewCallsFailed.ShouldBe(0);
    }

    [LabFact]
    [Trait("Scenario", "slow-and-lossy")]
    public async Task Over_a_slow_and_lossy_line_calls_are_set_up_used_and_ended()
    {
        await using var run = await Begin("slow-and-lossy",
            "The line of one branch delays each packet by 300 ms ± 50 ms, each way, and loses 2 % of them. Calls are set up over it, used and ended.");
        var (shanghai, berlin, _) = await Phones(run);
        await Establish(run, (berlin, shanghai));
        await Line.Be(Slow);
        await Establish(run, (shanghai, berlin));
        run.Fault();
        run.Stream(shanghai, berlin);
        run.Stream(berlin, shanghai);
        run.Stream(berlin, berlin);
        await run.SomeMoreCalls();
        await run.Kept.UseEach();
        await Line.Heal();
        await run.Heal();
        var outcome = await Ends(run);
        // What is lost twice in a row is there only seconds later, and its call is given up.
        outcome.NewCallsFailed.ShouldBeLessThan(1 + (outcome.NewCalls / 5));
    }

    [LabFact]
    [Trait("Scenario", "behind-nat")]
    public async Task A_branch_behind_a_translated_address_is_called_over_the_connections_that_it_makes()
    {
        await using var run = await Begin("behind-nat",
            "The gateway of one branch begins to translate addresses: what was connected breaks, and nothing from outside gets in that was not asked for. "
            + "Calls are set up both ways over the connections that the branch makes anew; then the gateway stops translating.");
        var (shanghai, berlin, _) = await Phones(run);
        await Establish(run, (berlin, shanghai), (shanghai, berlin));
        run.Fault();
        await Line.Be(WanState.Good with { Nat = true });
        await run.Heal();
        run.Stream(shanghai, berlin);
        run.Stream(berlin, shanghai);
        await run.SomeMoreCalls();
        await run.Kept.UseEach();
        await Line.Heal();
        await run.Heal();
        await run.Kept.UseEach();
        (await Ends(run)).NewCallsFailed.ShouldBe(0);
    }

    [LabFact]
    [Trait("Scenario", "clock-skew")]
    public async Task A_clock_that_is_wrong_and_jumps_changes_nothing_for_calls_and_records()
    {
        await using var run = await Begin("clock-skew",
            "One branch is started with its clock two hours ahead; with calls up it jumps to the right time, ahead again, and then to one hour behind.");
        await using var clock = new WrongClock(Lab.Of("berlin"));
        await clock.Restart(TimeSpan.FromHours(2));
        await run.Heal();
        var (shanghai, berlin, _) = await Phones(run);
        await Establish(run, (berlin, shanghai), (shanghai, berlin), (berlin, berlin));
        run.Stream(shanghai, berlin);
        run.Stream(berlin, berlin);
        foreach (var hours in (int[])[0, 2, -1])
        {
            await run.SomeMoreCalls();
            if (hours == 0) run.Fault();
            await clock.Jump(TimeSpan.FromHours(hours));
        }

        await run.SomeMoreCalls();
        await run.Kept.UseEach();
        await run.Heal();
        (await Ends(run)).NewCallsFailed.ShouldBe(0);
        await clock.Restart(TimeSpan.Zero);
    }

    private static async Task Establish(ChaosRun run, params (CallSite From, CallSite To)[] ways)
    {
        foreach (var (from, to) in ways) await run.Kept.Establish(from, to, run.Scale.Kept);
    }

    // What calls to and from the branch were answered until both sides had noticed.
    private async Task<CallPair[]> CutOff(ChaosRun run, CallSite branch, CallSite other, Func<Task> cut)
    {
        run.Fault();
        await cut();
        var (from, to) = (run.Stream(branch, other, counts: false), run.Stream(other, branch, counts: false));
        await LabCluster.Sees(branch.Node, seen => seen.Bus.State == "degraded", "the branch has noticed");
        await LabCluster.Sees(Lab.Headquarters, seen => !seen.Members.Single(member => member.Node == "berlin-1").Reachable, "headquarters has noticed");
        await run.SomeMoreCalls();
        var calls = (CallPair[])[.. await from.Stop(), .. await to.Stop()];
        run.Remark($"{calls.Length} calls to and from the branch answered {string.Join(", ", calls.Select(call => call.Calling.Answer?.StartLine[8..] ?? "nothing").Distinct())} meanwhile");
        return calls;
    }

    private static void AllRefused(IEnumerable<CallPair> calls) => string.Join('\n', calls.Where(call => call.Calling.Answer is not { Status: 503 } answer
        || answer["Retry-After"] is null || answer["Reason"] is null)).ShouldBe("", "every call is answered 503 with Retry-After and Reason");

    private async Task FindEachOther(ChaosRun run, CallSite from, CallSite to)
    {
        await Line.Heal();
        var healedAt = Stopwatch.GetTimestamp();
        var between = run.Stream(from, to, counts: false, TimeSpan.FromSeconds(4));
        await run.Heal();
        await run.SomeMoreCalls();
        var first = NewCalls.Of(await between.Stop(), healedAt).ToFirst;
        run.Remark(string.Create(CultureInfo.InvariantCulture, $"first call over the healed line answered after {first?.TotalSeconds:0.00} s"));
        await run.Kept.UseEach();
    }
}
