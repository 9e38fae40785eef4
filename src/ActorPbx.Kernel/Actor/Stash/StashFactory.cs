namespace ActorPbx.Kernel.Actor;

/// <summary>Makes the stash that a class of actors asks for.</summary>
public static class StashFactory
{
    /// <summary>The stash for a class of actors.</summary>
    public static IStash CreateStash<T>(this IActorContext context)
        where T : ActorBase => CreateStash(context, typeof(T));

    /// <summary>The stash for an actor.</summary>
    public static IStash CreateStash(this IActorContext context, IActorStash actorInstance) => CreateStash(context, actorInstance.GetType());

    /// <summary>The stash for a class of actors.</summary>
    public static IStash CreateStash(this IActorContext context, Type actorType) => CellStash.Make((ActorCell)context, actorType);
}
