using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Directory;

namespace ActorPbx.Pbx.Subscriptions.Distant;

/// <summary>How states of numbers are called on the bus.</summary>
internal static class DistantNames
{
    private const string Topic = "state";
    private const string Plain = "abcdefghijklmnopqrstuvwxyz0123456789-_+";

    /// <summary>Who tells of a domain's numbers.</summary>
    public static string ServiceOf(DomainProfile domain) => $"{Topic}.{domain.Name.Value}";

    /// <summary>Who watches a domain's numbers of other branches.</summary>
    public static string WatchersOf(DomainProfile domain) => $"watchers.{domain.Name.Value}";

    /// <summary>Under what a node publishes the state of a number.</summary>
    public static string SubjectOf(DomainProfile domain, ExtensionNumber number) => $"{Topic}.{domain.Name.Value}.{number.Value}";

    /// <summary>What the nodes of a branch publish of a number.</summary>
    public static string PatternOf(BranchName branch, DomainProfile domain, ExtensionNumber number) => $"{branch.Value}.*.{SubjectOf(domain, number)}";

    /// <summary>False for a number that cannot stand in a topic: it is seen in its own branch alone.</summary>
    public static bool CanBeWatched(ExtensionNumber number) => number.Value.Length is > 0 and <= 64 && !number.Value.AsSpan().ContainsAnyExcept(Plain);
}
