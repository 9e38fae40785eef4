namespace ActorPbx.Kernel.Actor;

/// <summary>Other ways to make and select actors.</summary>
public static class ActorRefFactoryExtensions
{
    /// <summary>Makes an actor of a class without constructor arguments.</summary>
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string? name = null)
        where TActor : ActorBase, new() => factory.ActorOf(Props.Create(typeof(TActor)), name);

    /// <summary>Selects an actor.</summary>
    public static ActorSelection ActorSelection(this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, ((anchorRef as IInternalActorRef)!).Provider.SystemImpl(), anchorRef);
}
