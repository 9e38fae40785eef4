using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Serialization;

/// <summary>Turns messages into bytes and back.</summary>
public abstract class Serializer
{
    /// <summary>The serialiser's number.</summary>
    public abstract int Identifier { get; }

    /// <summary>To bytes.</summary>
    public abstract byte[] ToBinary(object obj);
}

/// <summary>The serialisers of a system.</summary>
public class Serialization(ExtendedActorSystem system)
{
    /// <summary>The system.</summary>
    public ActorSystem System { get; } = system;

    /// <summary>The text of a reference.</summary>
    public static string SerializedActorPath(IActorRef actorRef) => actorRef.Path.ToSerializationFormat();

    /// <summary>What the serialiser needs to know to read the object again.</summary>
    public static string ManifestFor(Serializer serializer, object message) => message.GetType().AssemblyQualifiedName!;

    /// <summary>The serialiser for an object.</summary>
    public Serializer FindSerializerFor(object obj, string? defaultSerializerName = null) => throw new NotSupportedException(obj.ToString());

    /// <summary>From bytes.</summary>
    public object Deserialize(byte[] bytes, int serializerId, string manifest) => throw new NotSupportedException(manifest);
}
