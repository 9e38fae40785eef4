using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace ActorPbx.Hocon;

/// <summary>A HOCON file, and all it includes, as a source of <c>Microsoft.Extensions.Configuration</c>.</summary>
public sealed class HoconConfigurationSource : IConfigurationSource
{
    /// <summary>The file; a relative path counts from the builder's base path.</summary>
    public required string Path { get; set; }

    /// <summary>True when the file may be missing.</summary>
    public bool Optional { get; set; }

    /// <summary>Reads again when the file, or one it includes, changes.</summary>
    public bool ReloadOnChange { get; set; }

    /// <summary>How long a change must rest before the files are read again.</summary>
    public TimeSpan ReloadDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Told when a changed file cannot be read; the settings stay what they were.</summary>
    public Action<Exception>? OnReloadFailure { get; set; }

    /// <summary>How the texts are read.</summary>
    public HoconParseOptions ParseOptions { get; set; } = HoconParseOptions.Default;

    /// <summary>How substitutions are followed.</summary>
    public HoconResolveOptions ResolveOptions { get; set; } = HoconResolveOptions.Default;

    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        var basePath = (builder.GetFileProvider() as PhysicalFileProvider)?.Root ?? AppContext.BaseDirectory;
        return new HoconConfigurationProvider(this, System.IO.Path.GetFullPath(Path, basePath));
    }
}

/// <summary>Adds HOCON files to a configuration builder.</summary>
public static class HoconConfigurationBuilderExtensions
{
    /// <summary>Adds a HOCON file; array items have their index as key.</summary>
    public static IConfigurationBuilder AddHoconFile(this IConfigurationBuilder builder, string path, bool optional = false, bool reloadOnChange = false) =>
        builder.Add(new HoconConfigurationSource { Path = path, Optional = optional, ReloadOnChange = reloadOnChange });

    /// <summary>Adds a HOCON file whose source is set up by <paramref name="setUp"/>.</summary>
    public static IConfigurationBuilder AddHoconFile(this IConfigurationBuilder builder, string path, Action<HoconConfigurationSource> setUp)
    {
        var source = new HoconConfigurationSource { Path = path };
        setUp(source);
        return builder.Add(source);
    }
}
