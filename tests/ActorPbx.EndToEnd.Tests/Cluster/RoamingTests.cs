using System.Text.Json;
using ActorPbx.Cluster.Tests.RabbitMq;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Cluster;

/// <summary>A phone of Shanghai at Berlin, with the real program, a broker with a user for each branch, and links with mutual TLS.</summary>
public sealed class RoamingTests(TestBroker broker) : IClassFixture<TestBroker>
{
    [Fact]
    public async Task A_phone_of_shanghai_at_berlin_is_called_from_home_and_its_records_are_found_there()
    {
        await using var cluster = await TestCluster.Start(broker);
        await using var guest = await Baresip.Register(cluster.Berlin, 1, "1001", 880, "");
        await IsAt(cluster, "berlin");
        await using var colleague = await Baresip.Register(cluster.Shanghai, 2, "1002", 440, "");
        await colleague.Dial($"sip:1001@{Baresip.Server(cluster.Shanghai, "")}");
        await colleague.Sees("CALL_ESTABLISHED");
        await colleague.Hears(TimeSpan.FromSeconds(2));
        await guest.Hears(TimeSpan.FromSeconds(2));
        colleague.Loudest(440, 880).Hertz.ShouldBe(880);
        guest.Loudest(440, 880).Hertz.ShouldBe(440);
        await colleague.HangUp();
        await guest.Sees("CALL_CLOSED");

        var halves = await cluster.CentralRecords(2, "shanghai");
        halves.Select(Half).Order(StringComparer.Ordinal).ShouldBe(["O shanghai-1 1002 1001 answered", "T berlin-1 1002 1001 answered"]);
        halves.Select(half => Text(half, "correlation")).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_guest_calls_and_is_called_at_the_branch_that_it_visits()
    {
        await using var cluster = await TestCluster.Start(broker);
        using WirePhone guest = new(cluster.Berlin, 1, "1001"), host = new(cluster.Berlin, 3, "4001"), colleague = new(cluster.Shanghai, 1, "201");
        (await guest.Register(password: "wrong")).Status.ShouldBe(401);
        (await guest.Register()).Status.ShouldBe(200);
        await IsAt(cluster, "berlin");
        foreach (var caller in new[] { host, colleague })
        {
            var (call, _) = await CancelRaceTests.Connect(caller, guest);
            call.Send("BYE");
            guest.Reply(await guest.ExpectRequest("BYE"), 200, "OK");
            await call.Expect(200, "BYE");
        }

        var called = guest.Dial("4001");
        called.Invite();
        var challenge = await called.Expect(401);
        called.AcknowledgeRefusal(challenge);
        called.Invite(Digest.Answer(challenge, "SHA-256", "INVITE", called.Target, "1001", "pw1001"));
        host.Answer(await host.ExpectRequest("INVITE"));
        await called.Expect(200);
        called.Acknowledge();
        await called.HangUp();

        var all = await cluster.CentralRecords(6);
        all.Select(half => $"{Text(half, "branch")} {Half(half)}").Order(StringComparer.Ordinal).ShouldBe([
            "berlin O berlin-1 4001 1001 answered", "berlin T berlin-1 1001 4001 answered", "shanghai O berlin-1 1001 4001 answered",
            "shanghai O shanghai-1 201 1001 answered", "shanghai T berlin-1 201 1001 answered", "shanghai T berlin-1 4001 1001 answered"]);

        (await guest.Register(expires: 0)).Status.ShouldBe(200);
        await IsAt(cluster, "");
    }

    [Fact]
    public async Task A_message_outlives_the_nodes_on_its_way_and_follows_its_phone_to_another_branch()
    {
        await using var cluster = await TestCluster.Start(broker);
        using WirePhone guest = new(cluster.Berlin, 1, "1001"), host = new(cluster.Berlin, 3, "4001");
        cluster.Headquarters.Process.Signal("KILL");
        await cluster.Headquarters.Process.Ended();
        var message = host.Dial("1001");
        message.Send("MESSAGE", "hello", "Content-Type: text/plain");
        await message.Expect(202, "MESSAGE");
        await cluster.Berlin.KillAndRun();
        await cluster.Headquarters.Run();
        await cluster.Shows(status => TestCluster.Links(status, "good").Length == 2, "the links are up again");
        await TestCluster.Shows(cluster.Berlin, status => TestCluster.Links(status, "good").Length == 1, "Berlin's link is up again");

        (await guest.Register()).Status.ShouldBe(200);
        var delivered = await guest.TryExpect(request => request.Method == "MESSAGE", TestCluster.Patience);
        delivered.ShouldNotBeNull(cluster.Berlin.Process.Output + cluster.Headquarters.Process.Output + cluster.Shanghai.Process.Output);
        (delivered.Body, delivered["From"]!.Contains("sip:4001@", StringComparison.Ordinal)).ShouldBe(("hello", true));
        guest.Reply(delivered, 200, "OK");
        await Eventually.IsTrue(() => cluster.Shanghai.Process.Output.Contains("delivered", StringComparison.Ordinal), "home knows that it is delivered", TestCluster.Patience);
        (await guest.TryExpect(again => again.Method == "MESSAGE", TimeSpan.FromSeconds(2))).ShouldBeNull();
    }

    [Fact]
    public async Task A_guest_goes_on_while_its_home_is_dead_even_when_the_visited_node_dies_too()
    {
        await using var cluster = await TestCluster.Start(broker);
        using WirePhone guest = new(cluster.Berlin, 1, "1001"), host = new(cluster.Berlin, 3, "4001");
        (await guest.Register()).Status.ShouldBe(200);
        await IsAt(cluster, "berlin");
        cluster.Shanghai.Process.Signal("KILL");
        await cluster.Shanghai.Process.Ended();
        await cluster.Berlin.KillAndRun();
        (await guest.Register(password: "wrong")).Status.ShouldBe(401);
        (await guest.Register()).Status.ShouldBe(200);
        var (call, _) = await CancelRaceTests.Connect(host, guest);
        call.Send("BYE");
        guest.Reply(await guest.ExpectRequest("BYE"), 200, "OK");
        await call.Expect(200, "BYE");

        await cluster.Shanghai.Process.DisposeAsync();
        await cluster.Shanghai.Run();
        await IsAt(cluster, "berlin");
        (await cluster.Berlin.Operator("extensions")).Output.ShouldContain("(guest from shanghai)");
        (await cluster.Shanghai.Operator("extensions")).Output.ShouldContain("(rings at berlin)");
    }

    private static Task IsAt(TestCluster cluster, string branch) => Eventually.Get(
        async () => (await cluster.Shanghai.OperatorJson("extensions", "1001")).EnumerateArray().Single(),
        extension => Text(extension, "at") == branch, $"1001 rings at '{branch}'", TestCluster.Patience);

    private static string Half(JsonElement half) => $"{Text(half, "side")} {Text(half, "node")} {Text(half, "caller")} {Text(half, "called")} {Text(half, "outcome")}";

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;
}
