using ActorPbx.Node.Cli;
using ActorPbx.Node.Control;

namespace ActorPbx.Node.Tests.Cli;

/// <summary>What an operator sees of the cluster, and of the records of all branches.</summary>
public sealed class ClusterCommandTests : OperatorTest
{
    [Fact]
    public async Task The_cluster_is_shown_with_its_nodes_numbers_and_bus()
    {
        var (code, text, _) = await Run("cluster", "status");
        code.ShouldBe(ExitCode.Done);
        var lines = text.Split('\n').Select(line => line.TrimEnd()).ToArray();
        lines.ShouldContain("cluster pbx, seen from hq-1 of hq");
        lines.ShouldContain("bus        degraded: the broker\ufffd is away");
        lines.ShouldContain("directory  2 nodes, digest 00c0ffee00c0ffee, agrees with headquarters");
        lines.ShouldContain("records    sent up to 19, safe up to 17, 25 waiting");
        lines.ShouldContain("central    240 records taken in since the start, 3 that had come before");
        lines.ShouldContain(line => line.StartsWith("hq-1 ", StringComparison.Ordinal) && line.EndsWith("tls 127.0.0.1:5071", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("berlin-1  berlin", StringComparison.Ordinal) && line.Contains("lmss media  up, unreachable", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("berlin  berlin-1  pbx.local  4000-4999, 1077", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("berlin-1  berlin  good    tls 127.0.0.30:5071      12        1", StringComparison.Ordinal));
        lines.ShouldContain("TRUNK    DOMAIN     IN  OF  OUT  OF  LIMIT OF  COUNTED BY     CARRIER");
        lines.ShouldContain("carrier  pbx.local   2  30   11  20  cluster   hq-2, epoch 5  sip:192.0.2.1 good, sip:192.0.2.2 down");
        lines.ShouldContain("pstn     pbx.local   0   4    0   4  node      -              sip:192.0.2.3 unknown");
        lines.ShouldContain("overlap in pbx.local: 1077 of berlin and 1000-1999 of shanghai, which is older and stays in force");
    }

    [Fact]
    public async Task A_node_is_forgotten_and_one_that_nobody_knows_is_refused()
    {
        var (code, text, _) = await Run("cluster", "forget", "berlin-1");
        (code, text.Trim()).ShouldBe((ExitCode.Done, "What berlin-1 announced is forgotten."));
        (code, _, var error) = await Run("cluster", "forget", "nobody");
        (code, error.Trim()).ShouldBe((ExitCode.NotFound, "actorpbx: The directory has nothing of a node nobody."));
    }

    [Fact]
    public async Task Records_of_all_branches_and_of_one_call_are_asked_for()
    {
        await Run("cdr", "--branch", "all", "--correlation", "corr-1");
        Operations.RecordRequests.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            request => request.Branch.ShouldBe(CallRecordsRequest.AllBranches), request => request.Correlation.ShouldBe("corr-1"));
    }

    [Fact]
    public async Task Branch_and_correlation_stand_in_the_values()
    {
        var (_, csv, _) = await Run("cdr", "--csv");
        csv.Split('\n')[0].TrimEnd().ShouldEndWith(",correlation,branch,on-behalf-of");
        csv.Split('\n')[1].TrimEnd().ShouldEndWith(",corr-1,berlin,");
        var (_, json, _) = await Run("cdr", "--json");
        json.ShouldContain("\"correlation\":\"corr-1\",\"branch\":\"berlin\"");
    }
}
