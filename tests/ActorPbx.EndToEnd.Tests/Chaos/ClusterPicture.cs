using System.Diagnostics;
using ActorPbx.EndToEnd.Tests.Harness;
using ActorPbx.Node.Cli;
using ActorPbx.Node.Control;

namespace ActorPbx.EndToEnd.Tests.Chaos;

/// <summary>The cluster as all of its nodes see it at one time: members, links and ranges. Two pictures are equal when every node sees the same.</summary>
internal sealed class ClusterPicture
{
    private readonly string _text;

    private ClusterPicture(string text) => _text = text;

    /// <summary>The picture that is to come back after the fault, once it is whole: everybody there, up and reachable, every link good, the bus there.</summary>
    public static async Task<ClusterPicture> WhenWhole(IReadOnlyCollection<Exchange> nodes, TimeSpan patience)
    {
        var reports = await Eventually.Get(() => Reports(nodes), IsWhole, "the cluster is whole", patience);
        return new ClusterPicture(Text(reports));
    }

    /// <summary>How long after a moment of Stopwatch's the nodes see this picture again.</summary>
    public async Task<TimeSpan> IsBack(IReadOnlyCollection<Exchange> nodes, long since, TimeSpan patience)
    {
        await Eventually.Get(async () => Text(await Reports(nodes)), text => text == _text, $"the picture before the fault is back, which was\n{_text}", patience);
        return Stopwatch.GetElapsedTime(since);
    }

    // A T-MSS sees all others, an L-MSS the T-MSS nodes and itself.
    private static bool IsWhole(ClusterReport?[] reports)
    {
        var hubs = reports.Count(IsHub);
        return !Text(reports).Contains('!', StringComparison.Ordinal) && reports.All(seen => IsHub(seen)
            ? seen!.Members.Length == reports.Length && seen.Links.Length == reports.Length - 1 && seen.Announced.Length == reports.Length - hubs
            : seen!.Members.Length == hubs + 1 && seen.Links.Length == hubs && seen.Announced.Length == reports.Length - hubs);
    }

    private static bool IsHub(ClusterReport? seen) =>
        seen is not null && seen.Members.Any(member => member.Node == seen.Node && member.Roles.Contains("tmss"));

    private static string Text(ClusterReport?[] reports) => string.Join('\n', reports.Select(seen => seen is null ? "! no answer" : Line(seen)));

    private static Task<ClusterReport?[]> Reports(IEnumerable<Exchange> nodes) => Task.WhenAll(nodes.Select(Report));

    private static async Task<ClusterReport?> Report(Exchange node)
    {
        try
        {
            return await Ask(node);
        }
        catch (CommandFailedException)
        {
            return null;
        }
    }

    /// <summary>Waits until no node has a call, nor knows of a record that is still to be sent.</summary>
    public static Task IsQuiet(IEnumerable<Exchange> nodes, TimeSpan patience) => Eventually.Get(
        async () => string.Concat(await Task.WhenAll(nodes.Select(StillOpen))), open => open.Length == 0, "all calls are over and recorded", patience);

    private static async Task<string> StillOpen(Exchange node)
    {
        var (calls, waiting) = ((await Ask<CallsReply>(node, new CallsRequest())).Calls, (await Ask<ClusterReply>(node, new ClusterRequest())).Cluster.Outbox.Waiting);
        return calls.Length + waiting == 0 ? "" : $"{Path.GetFileName(node.Directory)}: {waiting} records wait, {string.Join(", ", calls)}; ";
    }

    // What is not well bears an exclamation mark.
    private static string Line(ClusterReport seen)
    {
        var members = seen.Members.Select(member => $"{member.Node}{(member is { Status: "up", Reachable: true, Draining: false } ? "" : "!")}");
        var links = seen.Links.Select(link => $"{link.Node}{(link.Health == "good" ? "" : "!")}");
        var numbers = seen.Announced.Select(row => $"{row.Branch} {string.Join(',', row.Numbers)} {row.Elsewhere}");
        return $"{seen.Node}: bus {(seen.Bus.State == "up" ? "" : "!")}; members {List(members)}; links {List(links)}; numbers {List(numbers)}; overlaps {seen.Overlaps.Length}";
    }

    private static string List(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    /// <summary>The cluster as one node sees it.</summary>
    /// <exception cref="CommandFailedException">The node does not answer.</exception>
    public static async Task<ClusterReport> Ask(Exchange node) => (await Ask<ClusterReply>(node, new ClusterRequest())).Cluster;

    private static async Task<T> Ask<T>(Exchange node, ControlRequest request)
        where T : ControlReply
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await using var client = await ControlClient.ConnectAsync(Path.Combine(node.Directory, "data", "actorpbx.sock"), deadline.Token);
        return await client.AskAsync<T>(request, deadline.Token);
    }
}
