using ActorPbx.EndToEnd.Tests.Chaos.Load;
using ActorPbx.EndToEnd.Tests.Hosts;
using Xunit.Abstractions;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>Scenarios of failure in the laboratory: each begins with a whole cluster, ends with one, and prints a line.</summary>
[Collection(LabCollection.Name)]
[Trait("Category", "chaos")]
public abstract class ChaosTests(LabCluster lab, ITestOutputHelper output)
{
    /// <summary>
    /// Seconds. The bars of the report are 1 and 5, but a machine for continuous integration may be slow; what is counted may not differ by one.
    /// </summary>
    protected const double Wide = 20;

    /// <summary>The cluster.</summary>
    protected LabCluster Lab => lab;

    /// <summary>Begins a scenario.</summary>
    /// <param name="scenario">Its name, as its trait has it.</param>
    /// <param name="what">What happens in it, in a sentence for the report.</param>
    private protected Task<ChaosRun> Begin(string scenario, string what) => ChaosRun.Begin(scenario, what, lab);

    /// <summary>The phones of the three branches.</summary>
    private protected async Task<(CallSite Shanghai, CallSite Berlin, CallSite Lagos)> Phones(ChaosRun run) =>
        (await run.Phones("shanghai", lab.Of("shanghai"), 1000), await run.Phones("berlin", lab.Of("berlin"), 4000), await run.Phones("lagos", lab.Of("lagos"), 7000));

    /// <summary>Counts, prints the line, and holds it to what no scenario may miss: no record missing or doubled, no call lost that is covered.</summary>
    private protected async Task<Outcome> Ends(ChaosRun run, Func<CallPair, bool>? ofTheDead = null)
    {
        var result = await run.Finish(ofTheDead);
        result.Outcome.Publish(output.WriteLine);
        (result.Outcome.RecordsMissing, result.Outcome.RecordsDoubled).ShouldBe((0, 0), result.Details);
        result.Outcome.CallsLost.ShouldBe(0, result.Details);
        (result.Outcome.Convergence ?? 0).ShouldBeLessThan(Wide);
        return result.Outcome;
    }
}
