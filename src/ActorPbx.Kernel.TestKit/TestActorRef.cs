using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit;

/// <summary>An actor that runs on the calling thread and whose instance a test can look into.</summary>
public class TestActorRef<TActor>(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
    : TestActorRefBase<TActor>(system, actorProps, supervisor, name) where TActor : ActorBase
{
    /// <inheritdoc/>
    public override bool Equals(object? obj) => base.Equals(obj);

    /// <inheritdoc/>
    public override int GetHashCode() => base.GetHashCode();

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator ==(TestActorRef<TActor>? testActorRef, IActorRef? actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator !=(TestActorRef<TActor>? testActorRef, IActorRef? actorRef) => !(testActorRef == actorRef);

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator ==(IActorRef? actorRef, TestActorRef<TActor>? testActorRef) => testActorRef == actorRef;

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator !=(IActorRef? actorRef, TestActorRef<TActor>? testActorRef) => !(testActorRef == actorRef);
}
