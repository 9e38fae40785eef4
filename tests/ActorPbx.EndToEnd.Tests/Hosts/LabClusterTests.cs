using ActorPbx.EndToEnd.Tests.Chaos;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Hosts;

/// <summary>The company in the laboratory works while nothing is wrong.</summary>
[Collection(LabCollection.Name)]
public sealed class LabClusterTests(LabCluster cluster)
{
    [LabFact]
    public async Task Phones_of_two_branches_hear_each_other_from_host_to_host()
    {
        await using var caller = await Baresip.Register(cluster.Of("shanghai"), 1, "1001", 440, "");
        await using var called = await Baresip.Register(cluster.Of("lagos"), 1, "7001", 880, "");
        await caller.Dial($"sip:7001@{Baresip.Server(cluster.Of("shanghai"), "")}");
        await caller.Sees("CALL_ESTABLISHED");
        await caller.Hears(TimeSpan.FromSeconds(2));
        await called.Hears(TimeSpan.FromSeconds(2));
        caller.Loudest(440, 880).Hertz.ShouldBe(880);
        called.Loudest(440, 880).Hertz.ShouldBe(440);
        await caller.HangUp();
        await called.Sees("CALL_CLOSED");
    }
}
