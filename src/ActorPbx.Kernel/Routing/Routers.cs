using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Routing;

/// <summary>Makes routers from configuration.</summary>
internal static class Routers
{
    public static RouterConfig FromConfig(string name, Config deployment) =>
        throw new ConfigurationException($"Router [{name}] is not known");
}
