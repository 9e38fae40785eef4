using System.Diagnostics.CodeAnalysis;

namespace ActorPbx.Kernel.Configuration;

/// <summary>Questions one may ask of a configuration that may be null.</summary>
public static class ConfigExtensions
{
    /// <summary>One configuration over another, either of which may be missing.</summary>
    public static Config SafeWithFallback(this Config? config, Config fallback) =>
        config is null ? fallback : ReferenceEquals(config, fallback) ? config : config.WithFallback(fallback);

    /// <summary>True when there is no configuration, or nothing is set in it.</summary>
    public static bool IsNullOrEmpty([NotNullWhen(false)] this Config? config) => config is null || config.IsEmpty;
}
