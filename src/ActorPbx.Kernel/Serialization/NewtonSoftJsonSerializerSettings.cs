using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Serialization;

/// <summary>Settings of the JSON serialiser, from <c>akka.actor.serialization-settings.json</c>.</summary>
public sealed class NewtonSoftJsonSerializerSettings(bool encodeTypeNames, bool preserveObjectReferences, IEnumerable<Type> converters, bool usePooledStringBuilder, int stringBuilderMinSize, int stringBuilderMaxSize)
{
    /// <summary>Type names and references kept, no converters.</summary>
    public static readonly NewtonSoftJsonSerializerSettings Default = new(true, true, [], true, 2048, 32768);

    /// <summary>Converters to add; each has a constructor without parameters or with the system.</summary>
    public IEnumerable<Type> Converters { get; } = converters ?? throw new ArgumentNullException(nameof(converters));

    /// <summary>Whether objects carry their types.</summary>
    public bool EncodeTypeNames { get; } = encodeTypeNames;

    /// <summary>Whether an object that occurs twice is one object after reading.</summary>
    public bool PreserveObjectReferences { get; } = preserveObjectReferences;

    /// <summary>Whether text buffers are used again.</summary>
    public bool UsePooledStringBuilder { get; } = usePooledStringBuilder;

    /// <summary>Characters of a new buffer.</summary>
    public int StringBuilderMinSize { get; } = stringBuilderMinSize;

    /// <summary>Characters above which a buffer is not kept.</summary>
    public int StringBuilderMaxSize { get; } = stringBuilderMaxSize;

    /// <summary>Reads the settings.</summary>
    public static NewtonSoftJsonSerializerSettings Create(Config config)
    {
        if (config.IsNullOrEmpty())
            throw new ConfigurationException($"Failed to create {nameof(NewtonSoftJsonSerializerSettings)}: the configuration is null or empty.");
        return new NewtonSoftJsonSerializerSettings(
            config.GetBoolean("encode-type-names", true),
            config.GetBoolean("preserve-object-references", true),
            config.GetStringList("converters").Select(ConverterType),
            config.GetBoolean("use-pooled-string-builder", true),
            config.GetInt("pooled-string-builder-minsize", 2048),
            config.GetInt("pooled-string-builder-maxsize", 32768));
    }

    private static Type ConverterType(string name)
    {
        var type = TypeNames.Find(name) ?? throw new ConfigurationException($"The converter type [{name}] was not found.");
        return typeof(Newtonsoft.Json.JsonConverter).IsAssignableFrom(type)
            ? type
            : throw new ArgumentException($"Type {type} doesn't inherit from a {typeof(Newtonsoft.Json.JsonConverter)}.");
    }
}
