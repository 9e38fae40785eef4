using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>The reference to no actor: what a failed search finds.</summary>
public sealed class Nobody : MinimalActorRef
{
    /// <summary>The one value of this type.</summary>
    public static readonly Nobody Instance = new();

    private static readonly ActorPath NobodyPath = new RootActorPath(Address.AllSystems) / "nobody";

    private Nobody()
    {
    }

    /// <inheritdoc />
    public override ActorPath Path => NobodyPath;

    /// <inheritdoc />
    public override IActorRefProvider Provider => throw new NotSupportedException("Nobody does not provide");

    /// <inheritdoc />
    public override ISurrogate ToSurrogate(ActorSystem system) => new NobodySurrogate();

    /// <summary>Nobody as it is serialised.</summary>
    public sealed class NobodySurrogate : ISurrogate
    {
        /// <inheritdoc />
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}

/// <summary>Well-known references.</summary>
public static class ActorRefs
{
    /// <summary>The reference to no actor.</summary>
    public static readonly Nobody Nobody = Nobody.Instance;

    /// <summary>The sender of messages that nobody sent: null.</summary>
    public static readonly IActorRef NoSender = null!;
}

/// <summary>Questions about references.</summary>
public static class ActorRefExtensions
{
    /// <summary>Whether the reference is null or points to no actor.</summary>
    public static bool IsNobody(this IActorRef? actorRef) => actorRef is null or Nobody;

    /// <summary>The reference, or another when this one points to no actor.</summary>
    public static IActorRef GetOrElse(this IActorRef? actorRef, Func<IActorRef> elseValue) => actorRef.IsNobody() ? elseValue() : actorRef!;
}

/// <summary>Sends on behalf of the actor that is running on this thread.</summary>
public static class ActorRefImplicitSenderExtensions
{
    /// <summary>Sends with the running actor as sender.</summary>
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.GetCurrentSelfOrNoSender());

    /// <summary>Sends on with the sender of the message that is being handled.</summary>
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.GetCurrentSenderOrNoSender());
}
