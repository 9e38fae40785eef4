using System.Text.Json;
using ActorPbx.Cluster.Tests.RabbitMq;
using ActorPbx.EndToEnd.Tests.Harness;

namespace ActorPbx.EndToEnd.Tests.Cluster;

/// <summary>A T-MSS with the records of all branches and the branches Shanghai (1xxx) and Berlin (4xxx), each the real program, on a broker with a user for each.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    /// <summary>For what takes a broker's restart, or a loaded machine's start of three programs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestCluster(Exchange headquarters, Exchange shanghai, Exchange berlin) => (Headquarters, Shanghai, Berlin) = (headquarters, shanghai, berlin);

    public Exchange Headquarters { get; }

    public Exchange Shanghai { get; }

    public Exchange Berlin { get; }

    /// <summary>Starts the nodes; they are all up when this returns.</summary>
    public static async Task<TestCluster> Start(TestBroker broker)
    {
        var charter = await ClusterCharter.Write(broker, "hq-1.hq", "shanghai-1.shanghai", "berlin-1.berlin");
        var cluster = new TestCluster(
            Exchange.Prepare("node.roles = [tmss]\nrecords.central.provider = sqlite\n" + charter.Member("hq-1", "hq", "@9@") + ClusterCharter.Announce()),
            Exchange.Prepare(charter.Member("shanghai-1", "shanghai", "@9@") + ClusterCharter.Announce("1xxx")
                + $"domains.\"{Exchange.Domain}\".roaming.allow = [berlin]\n" + Exchange.Extension("1001", "") + Exchange.Extension("1002", "")),
            Exchange.Prepare(charter.Member("berlin-1", "berlin", "@9@") + ClusterCharter.Announce("4000-4999")
                + Exchange.Extension("4001", "trusted-addresses = [\"@3@\"], static-contact = \"sip:@3@:5060\"") + Exchange.Extension("4002", "")));
        try
        {
            await cluster.Run();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The names of the nodes with a status, of which something is heard.</summary>
    public static string[] Members(JsonElement status, string wanted) =>
        [.. status.GetProperty("members").EnumerateArray()
            .Where(member => member.GetProperty("status").GetString() == wanted && member.GetProperty("reachable").GetBoolean())
            .Select(member => member.GetProperty("node").GetString()!).Order(StringComparer.Ordinal)];

    /// <summary>The nodes to which there is a link of this health.</summary>
    public static string[] Links(JsonElement status, string health) =>
        [.. status.GetProperty("links").EnumerateArray().Where(link => link.GetProperty("health").GetString() == health).Select(link => link.GetProperty("node").GetString()!)];

    /// <summary>What headquarters' <c>cluster status</c> shows, once it is so.</summary>
    public Task<JsonElement> Shows(Func<JsonElement, bool> isSo, string what) => Shows(Headquarters, isSo, what);

    /// <summary>What a node's <c>cluster status</c> shows, once it is so.</summary>
    public static Task<JsonElement> Shows(Exchange node, Func<JsonElement, bool> isSo, string what) =>
        Eventually.Get(() => node.OperatorJson("cluster", "status"), isSo, what, Patience);

    /// <summary>Headquarters' records of all branches, once there are so many.</summary>
    public Task<JsonElement[]> CentralRecords(int count, string branch = "all") => Eventually.Get(
        async () => (JsonElement[])[.. (await Headquarters.OperatorJson("cdr", "--branch", branch, "--limit", "1000")).EnumerateArray()],
        records => records.Length >= count, $"{count} records of {branch} at headquarters", Patience);

    private async Task Run()
    {
        await Task.WhenAll(Headquarters.Run(), Shanghai.Run(), Berlin.Run());
        await Shows(status => Members(status, "up").Length == 3 && status.GetProperty("announced").GetArrayLength() == 2, "all nodes and their numbers");
        await Shows(status => Links(status, "good").Length == 2, "the links of headquarters are up");
        await Shows(Shanghai, status => Links(status, "good").Length == 1, "the link of Shanghai is up");
        await Shows(Berlin, status => Links(status, "good").Length == 1, "the link of Berlin is up");
    }

    public async ValueTask DisposeAsync()
    {
        await Headquarters.DisposeAsync();
        await Shanghai.DisposeAsync();
        await Berlin.DisposeAsync();
    }
}
