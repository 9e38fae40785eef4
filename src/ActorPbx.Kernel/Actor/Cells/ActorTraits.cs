using System.Collections.Concurrent;
using System.Reflection;

namespace ActorPbx.Kernel.Actor;

/// <summary>What a class of actors is like, found out once for each class.</summary>
internal static class ActorTraits
{
    private static readonly ConcurrentDictionary<Type, bool> Wrapping = new();

    /// <summary>Whether the class has its own <see cref="ActorBase.AroundReceive"/>; where it has none, the call can be left out.</summary>
    public static bool WrapsReceive(Type actorType) => Wrapping.GetOrAdd(actorType, static type =>
        type.GetMethod(
            nameof(ActorBase.AroundReceive), BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic,
            [typeof(Receive), typeof(object)])?.DeclaringType != typeof(ActorBase));
}
