using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace ActorPbx.Kernel.Serialization;

/// <summary>Writes messages as JSON with type names; references and other values tied to a system are written as their surrogates.</summary>
public class NewtonSoftJsonSerializer : Serializer
{
    [ThreadStatic]
    private static StringBuilder? t_buffer;

    private readonly NewtonSoftJsonSerializerSettings _own;
    private readonly JsonSerializer _serializer;

    /// <summary>A serialiser with default settings.</summary>
    public NewtonSoftJsonSerializer(ExtendedActorSystem system) : this(system, NewtonSoftJsonSerializerSettings.Default)
    {
    }

    /// <summary>A serialiser with the settings of a configuration section.</summary>
    public NewtonSoftJsonSerializer(ExtendedActorSystem system, Config config) : this(system, NewtonSoftJsonSerializerSettings.Create(config))
    {
    }

    /// <summary>A serialiser with the settings given; a set-up of the system may change them.</summary>
    public NewtonSoftJsonSerializer(ExtendedActorSystem system, NewtonSoftJsonSerializerSettings settings) : base(system)
    {
        _own = settings;
        Settings = SettingsOf(system, settings);
        foreach (var type in settings.Converters)
            Settings.Converters.Add(MakeConverter(type, system));
        var setup = system?.Settings?.Setup?.Get<NewtonSoftJsonSerializerSetup>();
        if (setup is { HasValue: true } found)
            found.Value.ApplySettings(Settings);

        // What the kernel's own values need, whatever others have set.
        Settings.Converters.Insert(0, new ConfigConverter());
        Settings.Converters.Insert(0, new SurrogateConverter(system!));
        Settings.ObjectCreationHandling = ObjectCreationHandling.Replace;
        Settings.ContractResolver = new PrivateMembersResolver();
        _serializer = JsonSerializer.Create(Settings);
    }

    /// <summary>The settings in force.</summary>
    public JsonSerializerSettings Settings { get; }

    /// <summary>The JSON library's serialiser.</summary>
    public object Serializer => _serializer;

    /// <inheritdoc/>
    public override int Identifier => 1;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        var buffer = _own.UsePooledStringBuilder ? Interlocked.Exchange(ref t_buffer, null) : null;
        buffer ??= new StringBuilder(_own.StringBuilderMinSize);
        // One that is used again goes on counting its $id: equal values would then have other bytes each time, and hash to other routees.
        var serializer = JsonSerializer.Create(Settings);
        using (var writer = new JsonTextWriter(new StringWriter(buffer, CultureInfo.InvariantCulture)) { Formatting = serializer.Formatting })
            serializer.Serialize(writer, obj, typeof(object));
        var bytes = Encoding.UTF8.GetBytes(buffer.ToString());
        if (_own.UsePooledStringBuilder && buffer.Capacity <= _own.StringBuilderMaxSize)
            t_buffer = buffer.Clear();
        return bytes;
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type? type)
    {
        using var reader = new JsonTextReader(new StreamReader(new MemoryStream(bytes), Encoding.UTF8));
        return SurrogateConverter.Translated(_serializer.Deserialize(reader, type), system, type, _serializer)!;
    }

    private static JsonSerializerSettings SettingsOf(ExtendedActorSystem system, NewtonSoftJsonSerializerSettings settings) => new()
    {
        PreserveReferencesHandling = settings.PreserveObjectReferences ? PreserveReferencesHandling.Objects : PreserveReferencesHandling.None,
        NullValueHandling = NullValueHandling.Ignore,
        DefaultValueHandling = DefaultValueHandling.Ignore,
        MissingMemberHandling = MissingMemberHandling.Ignore,
        ObjectCreationHandling = ObjectCreationHandling.Replace,
        ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
        TypeNameHandling = settings.EncodeTypeNames ? TypeNameHandling.All : TypeNameHandling.None,
#pragma warning disable SYSLIB0050 // The JSON library's converters find the system here.
        Context = new StreamingContext(StreamingContextStates.All, system),
#pragma warning restore SYSLIB0050
    };

    private static JsonConverter MakeConverter(Type type, ExtendedActorSystem system)
    {
        var withSystem = type.GetConstructors().FirstOrDefault(c => c.GetParameters() is [var only] && typeof(ActorSystem).IsAssignableFrom(only.ParameterType));
        return (JsonConverter)(withSystem == null ? Activator.CreateInstance(type)! : Activator.CreateInstance(type, system)!);
    }

    // Messages are immutable: their properties are set through private setters.
    private sealed class PrivateMembersResolver : DefaultContractResolver
    {
        protected override JsonProperty CreateProperty(MemberInfo member, MemberSerialization memberSerialization)
        {
            var property = base.CreateProperty(member, memberSerialization);
            if (!property.Writable && member is PropertyInfo info)
                property.Writable = info.GetSetMethod(true) != null;
            return property;
        }
    }
}
