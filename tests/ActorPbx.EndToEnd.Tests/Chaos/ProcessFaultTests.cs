using System.Diagnostics;
using System.Globalization;
using ActorPbx.EndToEnd.Tests.Chaos.Load;
using ActorPbx.EndToEnd.Tests.Cluster;
using ActorPbx.EndToEnd.Tests.Harness;
using ActorPbx.EndToEnd.Tests.Hosts;
using Xunit.Abstractions;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>Programs of the cluster die, or are ended, while people talk.</summary>
public sealed class ProcessFaultTests(LabCluster lab, ITestOutputHelper output) : ChaosTests(lab, output)
{
    [LabFact]
    [Trait("Scenario", "trunk-node-killed")]
    public async Task A_killed_trunk_node_loses_no_call_and_new_ones_take_the_other()
    {
        await using var run = await Begin("trunk-node-killed",
            "kill -9 of one of two T-MSS, which is started again later. In between each kept call is held, taken back, and sent digits through the other T-MSS.");
        var (shanghai, berlin, lagos) = await Phones(run);
        await run.Kept.Establish(shanghai, berlin, run.Scale.Kept);
        await run.Kept.Establish(berlin, lagos, run.Scale.Kept);
        run.Stream(shanghai, berlin);
        run.Stream(lagos, shanghai);
        await run.SomeMoreCalls();

        run.Fault();
        await run.Kill(Lab.Nodes["hq-2"]);
        await run.SomeMoreCalls();
        await run.Kept.UseEach();
        await Lab.Nodes["hq-2"].Run();
        await run.Heal();
        var outcome = await Ends(run);
        outcome.NewCallsFailed.ShouldBe(0);
        outcome.SlowestNewCall!.Value.ShouldBeLessThan(Wide);
    }

    [LabFact]
    [Trait("Scenario", "both-trunk-nodes-killed")]
    public async Task Without_any_trunk_node_branches_go_on_alone_and_find_each_other_again_by_themselves()
    {
        await using var run = await Begin("both-trunk-nodes-killed",
            "kill -9 of both T-MSS, started again later. Kept calls within a branch and between branches; the new calls counted are those within the branches.");
        var (shanghai, berlin, _) = await Phones(run);
        await run.Kept.Establish(shanghai, berlin, run.Scale.Kept);
        await run.Kept.Establish(berlin, berlin, run.Scale.Kept);
        run.Stream(shanghai, shanghai);
        run.Stream(berlin, berlin);
        run.Sipp(berlin);
        await run.SomeMoreCalls();

        run.Fault();
        await run.Kill(Lab.Nodes["hq-1"]);
        await run.Kill(Lab.Nodes["hq-2"]);
        var between = run.Stream(shanghai, berlin, counts: false);
        await run.SomeMoreCalls();
        var refused = (await between.Stop()).Select(call => call.Calling.Answer!).ToArray();
        await Task.WhenAll(Lab.Nodes["hq-1"].Run(), Lab.Nodes["hq-2"].Run());
        await run.Heal();
        await run.Kept.UseEach();
        run.Remark($"{refused.Length} calls between branches answered {string.Join(", ", refused.Select(answer => answer.StartLine[8..]).Distinct())} while no trunk node was there");
        var outcome = await Ends(run);
        refused.ShouldAllBe(answer => answer.Status == 503 && answer["Retry-After"] != null && answer["Reason"] != null);
        outcome.NewCallsFailed.ShouldBe(0);
    }

    [LabFact]
    [Trait("Scenario", "bus-killed")]
    public async Task A_killed_broker_changes_nothing_for_calls_and_no_record_is_lost()
    {
        await using var run = await Begin("bus-killed",
            "kill -9 of the broker until every node says degraded, then started again; calls within and between branches go on.");
        var (shanghai, berlin, lagos) = await Phones(run);
        await run.Kept.Establish(shanghai, berlin, run.Scale.Kept);
        await run.Kept.Establish(lagos, lagos, run.Scale.Kept);
        run.Stream(shanghai, lagos);
        run.Stream(berlin, berlin);
        run.Sipp(lagos);
        await run.SomeMoreCalls();
        await Lab.Broker.FlushRegisters();

        run.Fault();
        await Lab.Broker.Kill();
        foreach (var node in Lab.Nodes.Values)
            await TestCluster.Shows(node, status => status.GetProperty("bus").GetProperty("state").GetString() == "degraded", "the bus is gone");
        await run.SomeMoreCalls();
        await run.Kept.UseEach();
        await Lab.Broker.Start();
        await run.Heal();
        var outcome = await Ends(run);
        outcome.NewCallsFailed.ShouldBe(0);
    }

    [LabFact]
    [Trait("Scenario", "branch-node-killed")]
    public async Task A_killed_branch_serves_again_with_its_registrations_and_the_others_do_not_notice()
    {
        await using var run = await Begin("branch-node-killed",
            "kill -9 of an L-MSS, started again at once. Kept and new calls of the other branches must not notice. That calls of the killed branch itself are found again belongs to a later version: here they are ended from both sides without harm.");
        var (shanghai, berlin, lagos) = await Phones(run);
        await run.Kept.Establish(shanghai, lagos, run.Scale.Kept);
        await run.Kept.Establish(lagos, lagos, run.Scale.Kept);
        await run.Kept.Establish(shanghai, berlin, run.Scale.Kept);
        await run.Kept.Establish(berlin, berlin, run.Scale.Kept);
        run.Stream(shanghai, lagos);
        run.Stream(lagos, shanghai);
        var there = run.Stream(berlin, berlin, counts: false);
        await run.SomeMoreCalls();

        run.Fault();
        await run.Kill(berlin.Node);
        var restart = Stopwatch.GetTimestamp();
        await berlin.Node.Run();
        await run.Heal();
        await run.SomeMoreCalls();
        var first = NewCalls.Of(await there.Stop(), restart);
        run.Remark(string.Create(CultureInfo.InvariantCulture, $"the killed branch answered a call {first.ToFirst?.TotalSeconds:0.00} s after its start, without registering again"));
        var outcome = await Ends(run, call => call.From == berlin || call.To == berlin);
        outcome.NewCallsFailed.ShouldBe(0);
        first.ToFirst!.Value.TotalSeconds.ShouldBeLessThan(Wide);
        foreach (var node in Lab.Nodes.Values) await Eventually.Get(node.LivingCalls, calls => calls == 0, "no call is left behind", ChaosRun.Patience);
    }

    [LabFact]
    [Trait("Scenario", "rolling-upgrade")]
    public async Task A_rolling_upgrade_with_drain_loses_no_call()
    {
        await using var run = await Begin("rolling-upgrade",
            "SIGTERM to one node after the other, each of which is started anew once it ended by itself. New calls run while the two T-MSS change; kept calls of a branch are ended by its people while its node drains.");
        var (shanghai, berlin, lagos) = await Phones(run);
        await run.Kept.Establish(shanghai, berlin, run.Scale.Kept);
        await run.Kept.Establish(berlin, lagos, run.Scale.Kept);
        var streams = new[] { run.Stream(shanghai, berlin), run.Stream(berlin, lagos) };
        await run.SomeMoreCalls();

        run.Fault();
        foreach (var node in new[] { "hq-2", "hq-1" })
        {
            await Upgrade(Lab.Nodes[node]);
            await run.Heal();
            await run.SomeMoreCalls();
        }

        await run.Kept.UseEach();
        foreach (var stream in streams) await stream.Stop();
        foreach (var site in new[] { lagos, berlin, shanghai })
        {
            // A draining branch lets its people finish: they do, while it waits.
            site.Node.Process.Signal("TERM");
            await site.Node.Process.Says("no new calls");
            await run.Kept.End(call => call.From == site || call.To == site);
            (await site.Node.Process.Ended(ChaosRun.Patience)).ShouldBe(0);
            await site.Node.Run();
            await run.Heal();
        }

        var outcome = await Ends(run);
        outcome.NewCallsFailed.ShouldBe(0);
    }

    private static async Task Upgrade(Exchange node)
    {
        node.Process.Signal("TERM");
        (await node.Process.Ended(ChaosRun.Patience)).ShouldBe(0);
        await node.Run();
    }
}
