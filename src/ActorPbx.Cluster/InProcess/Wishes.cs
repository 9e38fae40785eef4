namespace ActorPbx.Cluster.InProcess;

/// <summary>What a node wants of the bus, kept while it is cut off.</summary>
internal sealed class Wishes
{
    public HashSet<string> Patterns { get; } = [];

    public Dictionary<string, string> Shares { get; } = [];

    public Dictionary<string, int> Queues { get; } = [];

    public HashSet<string> Singletons { get; } = [];
}
