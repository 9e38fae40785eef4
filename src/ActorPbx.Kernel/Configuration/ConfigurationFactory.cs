using System.Reflection;
using ActorPbx.Hocon;

namespace ActorPbx.Kernel.Configuration;

/// <summary>Makes configurations from texts, files, resources and objects.</summary>
public static class ConfigurationFactory
{
    private const string ReferenceResource = "ActorPbx.Kernel.reference.conf";

    private static readonly string[] ApplicationFiles = ["app.conf", "app.hocon"];

    private static readonly Lazy<Config> Reference = new(ReadReference);

    /// <summary>The configuration without settings.</summary>
    public static Config Empty => Config.Empty;

    /// <summary>Reads a HOCON text; throws <see cref="HoconException"/> with its place when it is none.</summary>
    public static Config ParseString(string hocon) => new(HoconParser.Parse(hocon));

    /// <summary>Reads a HOCON file and what it includes.</summary>
    public static Config FromFile(string filePath) => new(HoconParser.ParseFile(filePath));

    /// <summary>The application's own file <c>app.conf</c> or <c>app.hocon</c> beside the program, or no settings.</summary>
    public static Config Load()
    {
        var file = ApplicationFiles.Select(name => Path.Combine(AppContext.BaseDirectory, name)).FirstOrDefault(File.Exists);
        return file is null ? Empty : FromFile(file);
    }

    /// <summary>The kernel's own settings, which every system falls back to.</summary>
    public static Config Default() => new(Reference.Value);

    /// <summary>Reads a resource embedded in the assembly of <typeparamref name="TAssembly"/>.</summary>
    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    /// <summary>Reads a resource embedded in the assembly of an object, a type or the assembly given.</summary>
    public static Config FromResource(string resourceName, object instanceInAssembly) => FromResource(resourceName, instanceInAssembly switch
    {
        Assembly assembly => assembly,
        Type type => type.Assembly,
        _ => instanceInAssembly.GetType().Assembly,
    });

    /// <summary>Reads an embedded resource.</summary>
    public static Config FromResource(string resourceName, Assembly assembly) => new(HoconParser.ParseResource(assembly, resourceName));

    /// <summary>Makes settings from an object's public properties, in camel case; nested objects and lists included.</summary>
    public static Config FromObject(object source)
    {
        var options = new System.Text.Json.JsonSerializerOptions(System.Text.Json.JsonSerializerDefaults.Web);
        return ParseString(System.Text.Json.JsonSerializer.Serialize(source, options));
    }

    private static Config ReadReference()
    {
        var assembly = typeof(ConfigurationFactory).Assembly;
        return assembly.GetManifestResourceInfo(ReferenceResource) is null ? Empty : FromResource(ReferenceResource, assembly);
    }
}
