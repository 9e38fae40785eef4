using System.Collections.Immutable;
using ActorPbx.Kernel.Actor;
using Newtonsoft.Json;

namespace ActorPbx.Kernel.Serialization;

/// <summary>Serialisers that the program gives to its system.</summary>
public sealed class SerializationSetup : Actor.Setup.Setup
{
    internal SerializationSetup(Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> createSerializers) => CreateSerializers = createSerializers;

    /// <summary>Makes the serialisers.</summary>
    public Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> CreateSerializers { get; }

    /// <summary>Serialisers that a function makes.</summary>
    public static SerializationSetup Create(Func<ExtendedActorSystem, ImmutableHashSet<SerializerDetails>> createSerializers) => new(createSerializers);
}

/// <summary>A serialiser with its name and the types that it is for.</summary>
public sealed class SerializerDetails
{
    private SerializerDetails(string alias, Serializer serializer, ImmutableHashSet<Type> useFor)
    {
        Alias = alias;
        Serializer = serializer;
        UseFor = useFor;
    }

    /// <summary>Its name.</summary>
    public string Alias { get; }

    /// <summary>The serialiser.</summary>
    public Serializer Serializer { get; }

    /// <summary>The types that it is for.</summary>
    public ImmutableHashSet<Type> UseFor { get; }

    /// <summary>A serialiser with its name and the types that it is for.</summary>
    public static SerializerDetails Create(string alias, Serializer serializer, ImmutableHashSet<Type> useFor) => new(alias, serializer, useFor);
}

/// <summary>Changes the settings of the JSON serialiser.</summary>
public sealed class NewtonSoftJsonSerializerSetup : Actor.Setup.Setup
{
    private NewtonSoftJsonSerializerSetup(Action<JsonSerializerSettings> applySettings) => ApplySettings = applySettings;

    /// <summary>What changes the settings.</summary>
    public Action<JsonSerializerSettings> ApplySettings { get; }

    /// <summary>Settings that an action changes.</summary>
    public static NewtonSoftJsonSerializerSetup Create(Action<JsonSerializerSettings> settings) => new(settings);
}

/// <summary>The system, and the address under which others reach it, while a message is written or read.</summary>
public sealed record Information(Address? Address, ActorSystem System);
