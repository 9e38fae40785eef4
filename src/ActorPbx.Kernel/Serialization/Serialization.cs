using System.Collections.Concurrent;
using System.Runtime.Serialization;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Serialization;

/// <summary>The serialisers of a system, by number, by name and by type: the most special type that a message has decides.</summary>
public class Serialization
{
    [ThreadStatic]
    private static Information? t_current;

    private readonly NullSerializer _nullSerializer;
    private readonly ConcurrentDictionary<int, Serializer> _byIdentifier = new();
    private readonly ConcurrentDictionary<string, Serializer> _byName = new();
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _byType = new();

    /// <summary>The serialisers that configuration and set-up of the system name.</summary>
    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        _nullSerializer = new NullSerializer(system);
        _byIdentifier[_nullSerializer.Identifier] = _nullSerializer;
        var config = system.Settings.Config;
        WithTransport(system, config, c =>
        {
            var setUp = SetUp();
            AddConfigured(c);
            foreach (var details in setUp)
                AddSerializer(details.Alias, details.Serializer);
            Bind(c);
            foreach (var details in setUp)
                foreach (var type in details.UseFor)
                    AddSerializationMap(type, details.Serializer);
            return true;
        });
    }

    /// <summary>The system.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>The system and address of the writing or reading that this thread is about; null outside of any.</summary>
    public static Information? GetCurrentTransportInformation() => t_current;

    /// <summary>Writes or reads with the system's own address.</summary>
    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) => WithTransport(system, action, static a => a());

    /// <summary>As above, without a closure.</summary>
    public static T WithTransport<TState, T>(ExtendedActorSystem system, TState state, Func<TState, T> action) =>
        Within(new Information(system.Provider?.DefaultAddress, system), state, action);

    /// <summary>The text of a reference; it carries the address of the present transport.</summary>
    public static string SerializedActorPath(IActorRef? actorRef)
    {
        if (actorRef == null || Equals(actorRef, ActorRefs.NoSender))
            return "";
        var path = actorRef.Path;
        var own = (actorRef as ActorRefWithCell)?.Underlying.System as ExtendedActorSystem;
        if (t_current is { Address: { } address } current && (own == null || ReferenceEquals(own, current.System)))
            return path.ToSerializationFormatWithAddress(address);
        return own?.Provider is { } provider ? path.ToSerializationFormatWithAddress(provider.DefaultAddress) : path.ToSerializationFormat();
    }

    /// <summary>What a serialiser needs to know to read an object again; empty when nothing.</summary>
    public static string ManifestFor(Serializer s, object msg)
    {
        if (s is SerializerWithStringManifest named)
            return named.Manifest(msg);
        return s.IncludeManifest ? msg.GetType().TypeQualifiedName() : "";
    }

    /// <summary>Adds a serialiser under a name.</summary>
    public void AddSerializer(string name, Serializer serializer)
    {
        if (_byIdentifier.TryGetValue(serializer.Identifier, out var other) && other.GetType() != serializer.GetType())
            throw new ArgumentException($"Serializer identifier [{serializer.Identifier}] of [{serializer.GetType()}] is not unique. It is also used by [{other.GetType()}].");
        _byIdentifier[serializer.Identifier] = serializer;
        _byName[name] = serializer;
    }

    /// <summary>Binds a type and all below it to a serialiser.</summary>
    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _byType.Clear();
    }

    /// <summary>To bytes.</summary>
    public byte[] Serialize(object o) => WithTransport(System, (this, o), static s => s.Item1.FindSerializerFor(s.o).ToBinary(s.o));

    /// <summary>From bytes of the serialiser and type named.</summary>
    /// <exception cref="SerializationException">There is no such serialiser.</exception>
    public object Deserialize(byte[] bytes, int serializerId, Type? type) =>
        WithTransport(System, (Serializer: GetSerializerById(serializerId), bytes, type), static s => s.Serializer.FromBinary(s.bytes, s.type));

    /// <summary>From bytes of the serialiser and kind named.</summary>
    /// <exception cref="SerializationException">There is no such serialiser or type.</exception>
    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = GetSerializerById(serializerId);
        if (serializer is SerializerWithStringManifest named)
            return WithTransport(System, (named, bytes, manifest), static s => s.named.FromBinary(s.bytes, s.manifest));
        if (string.IsNullOrEmpty(manifest))
            return Deserialize(bytes, serializerId, (Type?)null);
        var type = TypeNames.Find(manifest)
            ?? throw new SerializationException($"Cannot find manifest class [{manifest}] for serializer with id [{serializerId}].");
        return Deserialize(bytes, serializerId, type);
    }

    /// <summary>The serialiser for an object.</summary>
    public Serializer FindSerializerFor(object? obj, string? defaultSerializerName = null) =>
        obj == null ? _nullSerializer : FindSerializerForType(obj.GetType(), defaultSerializerName);

    /// <summary>The serialiser for a type: the binding of the most special of its types, an own name in place of the binding of everything.</summary>
    /// <exception cref="SerializationException">No binding fits.</exception>
    public Serializer FindSerializerForType(Type objectType, string? defaultSerializerName = null)
    {
        if (defaultSerializerName == null && _byType.TryGetValue(objectType, out var known))
            return known;

        var type = Nullable.GetUnderlyingType(objectType) ?? objectType;
        var found = MostSpecial(type);
        if (found == null && defaultSerializerName != null)
            _byName.TryGetValue(defaultSerializerName, out found);
        if (found == null)
            _bindings.TryGetValue(typeof(object), out found);
        if (found == null)
            throw new SerializationException($"Serializer not found for type {objectType.Name}");
        if (defaultSerializerName == null)
            _byType[objectType] = found;
        return found;
    }

    internal static T WithAddress<T>(ExtendedActorSystem system, Address address, Func<T> action) =>
        Within(new Information(address, system), action, static a => a());

    internal Serializer GetSerializerById(int serializerId) => _byIdentifier.TryGetValue(serializerId, out var serializer)
        ? serializer
        : throw new SerializationException($"Cannot find serializer with id [{serializerId}]. The most probable reason is that the configuration entry 'akka.actor.serializers' is not in sync between the two systems.");

    private static T Within<TState, T>(Information information, TState state, Func<TState, T> action)
    {
        var outer = t_current;
        t_current = outer ?? information;
        try
        {
            return action(state);
        }
        finally
        {
            t_current = outer;
        }
    }

    private Serializer? MostSpecial(Type type)
    {
        Type? best = null;
        foreach (var bound in _bindings.Keys)
        {
            if (bound != typeof(object) && bound.IsAssignableFrom(type) && (best == null || best.IsAssignableFrom(bound)))
                best = bound;
        }

        return best == null ? null : _bindings[best];
    }

    private void AddConfigured(Config config)
    {
        var settings = config.GetConfig("akka.actor.serialization-settings") ?? Config.Empty;
        foreach (var (name, value) in Entries(config, "akka.actor.serializers"))
        {
            var type = TypeNames.Find(value);
            if (type == null)
                System.Log.Warning("The type name for serializer '{0}' did not resolve to an actual Type: '{1}'", name, value);
            else
                AddSerializer(name, Make(type, settings.GetConfig(name) ?? Config.Empty));
        }
    }

    private void Bind(Config config)
    {
        foreach (var (typeName, name) in Entries(config, "akka.actor.serialization-bindings"))
        {
            var type = TypeNames.Find(typeName);
            if (type == null)
                System.Log.Warning("The type name for message/serializer binding '{0}' did not resolve to an actual Type: '{1}'", name, typeName);
            else if (!_byName.TryGetValue(name, out var serializer))
                System.Log.Warning("Serialization binding to non existing serializer: '{0}'", name);
            else
                AddSerializationMap(type, serializer);
        }
    }

    private static IEnumerable<(string Key, string Value)> Entries(Config config, string path) =>
        (config.GetConfig(path) ?? Config.Empty).AsEnumerable().Select(entry => (entry.Key, entry.Value.GetString()!));

    private Serializer Make(Type type, Config settings)
    {
        var withSettings = type.GetConstructor([typeof(ExtendedActorSystem), typeof(Config)]);
        return withSettings != null && !settings.IsEmpty
            ? (Serializer)Activator.CreateInstance(type, System, settings)!
            : (Serializer)Activator.CreateInstance(type, System)!;
    }

    // What the program gave the system; configuration may bind types to it by its names.
    private IReadOnlyCollection<SerializerDetails> SetUp() =>
        System.Settings.Setup.Get<SerializationSetup>() is { HasValue: true } setup ? setup.Value.CreateSerializers(System) : [];
}
