using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>Chooses what makes a system's references.</summary>
public abstract class ProviderSelection
{
    internal ProviderSelection(string identifier, string fqn, bool hasCluster)
    {
        Identifier = identifier;
        Fqn = fqn;
        HasCluster = hasCluster;
    }

    internal string Identifier { get; }

    internal string Fqn { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection GetProvider(string providerClass) =>
        providerClass == "local" ? Local.Instance : new Custom(providerClass);

    /// <summary>All actors live in this process.</summary>
    public sealed class Local : ProviderSelection
    {
        private Local()
            : base("local", typeof(LocalActorRefProvider).FullName!, false)
        {
        }

        /// <summary>The one value of this type.</summary>
        public static Local Instance { get; } = new();
    }

    /// <summary>A class of one's own.</summary>
    public sealed class Custom(string fqn, string? identifier = null, bool hasCluster = false) : ProviderSelection(identifier ?? "custom", fqn, hasCluster);
}

/// <summary>What a system needs to know first of all: its configuration and provider.</summary>
public class BootstrapSetup : Setup.Setup
{
    internal BootstrapSetup()
        : this(Option<Config>.None, Option<ProviderSelection>.None)
    {
    }

    internal BootstrapSetup(Option<Config> config, Option<ProviderSelection> actorRefProvider)
    {
        Config = config;
        ActorRefProvider = actorRefProvider;
    }

    /// <summary>The configuration.</summary>
    public Option<Config> Config { get; }

    /// <summary>The provider.</summary>
    public Option<ProviderSelection> ActorRefProvider { get; }

    /// <summary>The extensions that the system has from its start, besides those of its configuration.</summary>
    public IReadOnlyList<IExtensionId> Extensions { get; private init; } = [];

    internal Option<Config> FallbackConfig { get; private init; }

    /// <summary>Says nothing.</summary>
    public static BootstrapSetup Create() => new();

    /// <summary>With a provider.</summary>
    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => With(Config, name, FallbackConfig);

    /// <summary>With a configuration in place of any before.</summary>
    public BootstrapSetup WithConfig(Config config) => With(config, ActorRefProvider, FallbackConfig);

    /// <summary>With a configuration below the others.</summary>
    public BootstrapSetup WithConfigFallback(Config config) =>
        With(Config.HasValue ? Config.Value.WithFallback(config) : config, ActorRefProvider, Option<Config>.None);

    /// <summary>With extensions in place of any before.</summary>
    public BootstrapSetup WithExtensions(params IExtensionId[] extensions) =>
        new(Config, ActorRefProvider) { FallbackConfig = FallbackConfig, Extensions = extensions };

    private BootstrapSetup With(Option<Config> config, Option<ProviderSelection> provider, Option<Config> fallback) =>
        new(config, provider) { FallbackConfig = fallback, Extensions = Extensions };
}
