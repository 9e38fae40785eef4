namespace ActorPbx.Kernel.Actor;

/// <summary>Something that exists once in a system, besides its actors.</summary>
public interface IExtension;

/// <summary>Names an extension and makes it.</summary>
public interface IExtensionId
{
    /// <summary>The class of the extension.</summary>
    Type ExtensionType { get; }

    /// <summary>The extension of a system, made if need be.</summary>
    object Apply(ActorSystem system);

    /// <summary>The extension of a system.</summary>
    object Get(ActorSystem system);

    /// <summary>Makes the extension.</summary>
    object CreateExtension(ExtendedActorSystem system);
}

/// <inheritdoc />
public interface IExtensionId<out T> : IExtensionId
    where T : IExtension
{
    /// <summary>The extension of a system, made if need be.</summary>
    new T Apply(ActorSystem system);

    /// <summary>The extension of a system.</summary>
    new T Get(ActorSystem system);

    /// <summary>Makes the extension.</summary>
    new T CreateExtension(ExtendedActorSystem system);
}

/// <summary>Base of what names an extension.</summary>
public abstract class ExtensionIdProvider<T> : IExtensionId<T>
    where T : IExtension
{
    /// <inheritdoc />
    public Type ExtensionType => typeof(T);

    /// <inheritdoc />
    public T Apply(ActorSystem system) => (T)system.RegisterExtension(this);

    object IExtensionId.Apply(ActorSystem system) => Apply(system);

    /// <inheritdoc />
    public T Get(ActorSystem system) => (T)system.GetExtension(this);

    object IExtensionId.Get(ActorSystem system) => Get(system);

    /// <inheritdoc />
    public abstract T CreateExtension(ExtendedActorSystem system);

    object IExtensionId.CreateExtension(ExtendedActorSystem system) => CreateExtension(system);

    /// <inheritdoc />
    public override bool Equals(object? obj) => GetType() == obj?.GetType();

    /// <inheritdoc />
    public override int GetHashCode() => GetType().GetHashCode();
}

/// <summary>Gets at extensions by their class.</summary>
public static class ActorSystemWithExtensions
{
    /// <summary>The extension, made if need be.</summary>
    public static T WithExtension<T>(this ActorSystem system)
        where T : class, IExtension => system.GetExtension<T>();

    /// <summary>The extension, made if need be by the given provider.</summary>
    public static T WithExtension<T>(this ActorSystem system, Type extensionId)
        where T : class, IExtension =>
        (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(extensionId)!);

    /// <summary>The extension, made if need be by the given provider.</summary>
    public static T WithExtension<T, TProvider>(this ActorSystem system)
        where T : class, IExtension
        where TProvider : IExtensionId => (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(typeof(TProvider))!);
}
