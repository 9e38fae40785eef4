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

    /// <summary>The picture that is to come back after the fault, once it is whole: everybody up and reachable, every link good, the bus there.</summary>
    public static async Task<ClusterPicture> WhenWhole(IEnumerable<Exchange> nodes, TimeSpan patience) =>
        new(await Eventually.Get(() => Take(nodes), text => !text.Contains('!', StringComparison.Ordinal), "the cluster is whole", patience));

    /// <summary>How long after a moment of Stopwatch's the nodes see this picture again.</summary>
    public async Task<TimeSpan> IsBack(IEnumerable<Exchange> nodes, long since, TimeSpan patience)
    {
        await Eventually.Get(() => Take(nodes), text => text == _text, $"the picture before the fault is back, which was\n{_text}", patience);
        return Stopwatch.GetElapsedTime(since);
    }

    // What is not well bears an exclamation mark.
    private static async Task<string> Take(IEnumerable<Exchange> nodes) => string.Join('\n', await Task.WhenAll(nodes.Select(Seen)));

    private static async Task<string> Seen(Exchange node)
    {
        try
        {
            return Line(await Ask(node));
        }
        catch (CommandFailedException)
        {
            return $"! no answer from {node.ConfigurationFile}";
        }
    }

    private static string Line(ClusterReport seen)
    {
        var members = seen.Members.Select(member => $"{member.Node}{(member is { Status: "up", Reachable: true, Draining: false } ? "" : "!")}");
        var links = seen.Links.Select(link => $"{link.Node}{(link.Health == "good" ? "" : "!")}");
        var numbers = seen.Announced.Select(row => $"{row.Branch} {string.Join(',', row.Numbers)} {row.Elsewhere}");
        return $"{seen.Node}: bus {(seen.Bus.State == "up" ? "" : "!")}; members {List(members)}; links {List(links)}; numbers {List(numbers)}; overlaps {seen.Overlaps.Length}";
    }

    private static string List(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));

    private static async Task<ClusterReport> Ask(Exchange node)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await using var client = await ControlClient.ConnectAsync(Path.Combine(node.Directory, "data", "actorpbx.sock"), deadline.Token);
        return (await client.AskAsync<ClusterReply>(new ClusterRequest(), deadline.Token)).Cluster;
    }
}
