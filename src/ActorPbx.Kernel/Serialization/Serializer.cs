using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Serialization;

/// <summary>Turns messages into bytes and back. Its number says who wrote the bytes.</summary>
public abstract class Serializer
{
    /// <summary>The system.</summary>
    protected readonly ExtendedActorSystem system;

    private readonly Lazy<int> _identifier;

    /// <summary>A serialiser of the system given.</summary>
    protected Serializer(ExtendedActorSystem system)
    {
        this.system = system;
        _identifier = new Lazy<int>(() => SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system));
    }

    /// <summary>The serialiser's number, from <c>akka.actor.serialization-identifiers</c> unless it says it itself.</summary>
    public virtual int Identifier => _identifier.Value;

    /// <summary>Whether reading needs the type.</summary>
    public abstract bool IncludeManifest { get; }

    /// <summary>To bytes.</summary>
    public abstract byte[] ToBinary(object obj);

    /// <summary>From bytes.</summary>
    public abstract object FromBinary(byte[] bytes, Type? type);

    /// <summary>From bytes.</summary>
    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));

    /// <summary>To bytes in which references carry the address given.</summary>
    public byte[] ToBinaryWithAddress(Address address, object obj) => Serialization.WithAddress(system, address, () => ToBinary(obj));
}

/// <summary>A serialiser that names types in its own way, so that a type may change and old bytes stay readable.</summary>
public abstract class SerializerWithStringManifest(ExtendedActorSystem system) : Serializer(system)
{
    /// <inheritdoc/>
    public override bool IncludeManifest => true;

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type? type) => FromBinary(bytes, type == null ? "" : type.TypeQualifiedName());

    /// <summary>From bytes of the kind named.</summary>
    public abstract object FromBinary(byte[] bytes, string manifest);

    /// <summary>The name of an object's kind.</summary>
    public abstract string Manifest(object o);
}

/// <summary>Reads serialisers' numbers from the configuration.</summary>
public static class SerializerIdentifierHelper
{
    /// <summary>The number of a serialiser in <c>akka.actor.serialization-identifiers</c>.</summary>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        var identifiers = system.Settings.Config.GetConfig("akka.actor.serialization-identifiers")
            ?? throw new ConfigurationException($"Couldn't retrieve serialization identifiers for [{type.FullName}].");
        foreach (var (name, value) in identifiers.AsEnumerable())
        {
            if (TypeNames.Find(name) == type)
                return value.GetInt();
        }

        throw new ArgumentException($"Couldn't find serializer id for [{type.FullName}] under [akka.actor.serialization-identifiers] HOCON path", nameof(type));
    }
}

/// <summary>Passes bytes through.</summary>
public class ByteArraySerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        null => null!,
        byte[] bytes => bytes,
        _ => throw new NotSupportedException($"The object to convert is not a byte array: {obj.GetType()}"),
    };

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type? type) => bytes;
}

/// <summary>Writes nothing for no object.</summary>
public class NullSerializer(ExtendedActorSystem system) : Serializer(system)
{
    /// <inheritdoc/>
    public override int Identifier => 0;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => [];

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type? type) => null!;
}
