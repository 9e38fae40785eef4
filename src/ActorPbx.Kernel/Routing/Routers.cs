using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Routing;

/// <summary>Makes routers from configuration.</summary>
internal static class Routers
{
    private static readonly Dictionary<string, Func<Config, RouterConfig>> ByName = new()
    {
        ["round-robin-pool"] = c => new RoundRobinPool(c),
        ["round-robin-group"] = c => new RoundRobinGroup(c),
        ["random-pool"] = c => new RandomPool(c),
        ["random-group"] = c => new RandomGroup(c),
        ["smallest-mailbox-pool"] = c => new SmallestMailboxPool(c),
        ["broadcast-pool"] = c => new BroadcastPool(c),
        ["broadcast-group"] = c => new BroadcastGroup(c),
        ["scatter-gather-pool"] = c => new ScatterGatherFirstCompletedPool(c),
        ["scatter-gather-group"] = c => new ScatterGatherFirstCompletedGroup(c),
        ["consistent-hashing-pool"] = c => new ConsistentHashingPool(c),
        ["consistent-hashing-group"] = c => new ConsistentHashingGroup(c),
        ["tail-chopping-pool"] = c => new TailChoppingPool(c),
        ["tail-chopping-group"] = c => new TailChoppingGroup(c),
    };

    /// <summary>The router of a deployment: by one of the names above, by one that <c>akka.actor.router.type-mapping</c> gives a type, or by a type's own name.</summary>
    public static RouterConfig FromConfig(string name, Config deployment, Config? typeMapping = null)
    {
        if (typeMapping?.GetString(name) is { } mapped)
            return OfType(name, mapped, deployment);
        return ByName.TryGetValue(name, out var make) ? make(deployment) : OfType(name, name, deployment);
    }

    private static RouterConfig OfType(string name, string typeName, Config deployment)
    {
        var type = Type.GetType(typeName) ?? throw new ConfigurationException($"Could not resolve router type [{typeName}] for alias [{name}].");
        return (RouterConfig)Activator.CreateInstance(type, deployment)!;
    }
}
