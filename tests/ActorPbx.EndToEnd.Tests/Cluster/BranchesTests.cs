using System.Text.Json;
using ActorPbx.Cluster.Tests.RabbitMq;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Cluster;

/// <summary>Headquarters and two branches as an operator sees them, with the broker well and gone.</summary>
public sealed class BranchesTests(TestBroker broker) : IClassFixture<TestBroker>
{
    [Fact]
    public async Task Records_of_local_calls_reach_headquarters_once_each_also_through_the_death_of_the_broker()
    {
        await using var cluster = await TestCluster.Start(broker);
        await Calls(cluster.Shanghai, 5);
        await cluster.CentralRecords(10);
        await broker.FlushRegisters();
        await broker.Kill();
        await cluster.Shows(status => status.GetProperty("bus").GetProperty("state").GetString() == "degraded", "the bus is gone");
        await Calls(cluster.Berlin, 5);
        cluster.Berlin.Process.Output.ShouldContain("Degraded: the bus is lost");
        await broker.Start();

        var all = await cluster.CentralRecords(20);
        all.Select(Half).Distinct().Count().ShouldBe(20);
        all.Length.ShouldBe(20);
        all.Count(record => Text(record, "branch") == "shanghai" && Text(record, "node") == "shanghai-1").ShouldBe(10);
        var ofBerlin = await cluster.CentralRecords(10, "berlin");
        ofBerlin.Select(record => Text(record, "node")).Distinct().ShouldBe(["berlin-1"]);
        var one = await cluster.Headquarters.OperatorJson("cdr", "--correlation", Text(ofBerlin[0], "correlation"));
        one.EnumerateArray().Select(record => Text(record, "side")).Order(StringComparer.Ordinal).ShouldBe(["O", "T"]);
        await cluster.Shows(status => TestCluster.Members(status, "up").Length == 3, "the nodes have found each other again");
    }

    [Fact]
    public async Task The_status_shows_nodes_and_numbers_until_a_node_leaves_and_is_forgotten()
    {
        await using var cluster = await TestCluster.Start(broker);
        var status = await cluster.Shows(_ => true, "the status");
        TestCluster.Members(status, "up").ShouldBe(["berlin-1", "hq-1", "shanghai-1"]);
        Announced(status).ShouldBe(["berlin 4000-4999", "shanghai 1000-1999"]);
        var digest = Text(status.GetProperty("directory"), "digest");
        var atBerlin = await TestCluster.Shows(cluster.Berlin, seen => seen.GetProperty("directory").GetProperty("agrees").GetBoolean(), "the copies agree");
        Text(atBerlin.GetProperty("directory"), "digest").ShouldBe(digest);
        TestCluster.Members(atBerlin, "up").ShouldBe(["berlin-1", "hq-1"]);
        (await cluster.Headquarters.Operator("cluster", "forget", "shanghai-1")).Code.ShouldBe(1);

        (await cluster.Shanghai.Operator("stop")).Code.ShouldBe(0);
        status = await cluster.Shows(seen => seen.GetProperty("members").GetArrayLength() == 2, "shanghai-1 has left");
        Announced(status).ShouldContain("shanghai 1000-1999");
        var (code, output) = await cluster.Headquarters.Operator("cluster", "forget", "shanghai-1");
        code.ShouldBe(0, output);
        Announced(await TestCluster.Shows(cluster.Berlin, seen => Announced(seen).Length == 1, "shanghai-1 is forgotten")).ShouldBe(["berlin 4000-4999"]);
        (await cluster.Headquarters.Operator("cluster", "forget", "shanghai-1")).Code.ShouldBe(4);
    }

    [Fact]
    public async Task A_call_crosses_from_branch_to_branch_and_its_halves_are_found_together_at_headquarters()
    {
        await using var cluster = await TestCluster.Start(broker);
        using WirePhone caller = new(cluster.Shanghai, 1, "201"), called = new(cluster.Berlin, 3, "4001");
        var (call, answered) = await CancelRaceTests.Connect(caller, called);
        answered.Send("INFO", "", "Info-Package: greeting");
        caller.Reply(await caller.ExpectRequest("INFO"), 200, "OK");
        await answered.Expect(200, "INFO");
        call.Send("BYE");
        called.Reply(await called.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");

        var halves = await cluster.CentralRecords(2);
        halves.Select(half => $"{Text(half, "side")} {Text(half, "node")} {Text(half, "branch")} {Text(half, "outcome")}").Order(StringComparer.Ordinal)
            .ShouldBe(["O shanghai-1 shanghai answered", "T berlin-1 berlin answered"]);
        var name = halves.Select(half => Text(half, "correlation")).Distinct().ShouldHaveSingleItem();
        (await cluster.Headquarters.OperatorJson("cdr", "--correlation", name)).GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Registered_phones_of_two_branches_hear_each_other()
    {
        await using var cluster = await TestCluster.Start(broker);
        await using var caller = await Baresip.Register(cluster.Shanghai, 1, "101", 440, "");
        await using var called = await Baresip.Register(cluster.Berlin, 2, "4002", 880, "");
        await caller.Dial($"sip:4002@{Baresip.Server(cluster.Shanghai, "")}");
        await caller.Sees("CALL_ESTABLISHED");
        await caller.Hears(TimeSpan.FromSeconds(2));
        await called.Hears(TimeSpan.FromSeconds(2));
        caller.Loudest(440, 880).Hertz.ShouldBe(880);
        called.Loudest(440, 880).Hertz.ShouldBe(440);
        await caller.HangUp();
        await called.Sees("CALL_CLOSED");
        await cluster.CentralRecords(2);
    }

    private static async Task Calls(Exchange branch, int count)
    {
        var many = new SippOptions { Calls = count, Rate = count, Milliseconds = 200 };
        await using var called = await Sipp.Device(branch, "answer", 2, many);
        await using var caller = Sipp.Caller(branch, "call", 1, "201", "202", many);
        await caller.Succeeds();
        await called.Succeeds();
        await branch.Records(2 * count);
    }

    private static string[] Announced(JsonElement status) =>
        [.. status.GetProperty("announced").EnumerateArray().Select(row => $"{Text(row, "branch")} {row.GetProperty("numbers")[0].GetString()}")];

    private static string Half(JsonElement record) => $"{Text(record, "call")} {Text(record, "side")}";

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
