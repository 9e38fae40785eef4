using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Routing;

/// <summary>One of those to whom a router sends.</summary>
public class Routee
{
    /// <summary>Stands for nobody: what is sent to it is a dead letter.</summary>
    public static readonly Routee NoRoutee = new NoRoutee();

    /// <summary>The routee that an actor is.</summary>
    public static Routee FromActorRef(IActorRef actorRef) => new ActorRefRoutee(actorRef);

    /// <summary>Sends a message.</summary>
    public virtual void Send(object message, IActorRef sender)
    {
    }

    /// <summary>Sends a message and awaits the answer.</summary>
    public virtual Task<object> Ask(object message, TimeSpan? timeout) => throw new NotSupportedException($"{GetType().Name} cannot be asked.");
}

internal sealed class NoRoutee : Routee
{
    public override void Send(object message, IActorRef sender)
    {
        if (sender is IInternalActorRef local)
            local.Provider.DeadLetters.Tell(message, sender);
    }
}

/// <summary>A routee that is an actor.</summary>
public class ActorRefRoutee(IActorRef actor) : Routee
{
    /// <summary>The actor.</summary>
    public IActorRef Actor { get; } = actor;

    /// <inheritdoc/>
    public override void Send(object message, IActorRef sender) => Actor.Tell(message, sender);

    /// <inheritdoc/>
    public override Task<object> Ask(object message, TimeSpan? timeout) => Actor.Ask(message, timeout);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorRefRoutee other && other.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Actor.GetHashCode();

    /// <summary>Two routees that are the same actor are equal.</summary>
    protected bool Equals(ActorRefRoutee other) => Equals(Actor, other.Actor);
}

/// <summary>A routee that is whoever lives at a path.</summary>
public class ActorSelectionRoutee(ActorSelection actor) : Routee
{
    /// <summary>The path.</summary>
    public ActorSelection Selection { get; } = actor;

    /// <inheritdoc/>
    public override void Send(object message, IActorRef sender) => Selection.Tell(message, sender);

    /// <inheritdoc/>
    public override Task<object> Ask(object message, TimeSpan? timeout) => Selection.Ask(message, timeout);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ActorSelectionRoutee other && other.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Selection.GetHashCode();

    /// <summary>Two routees of the same path are equal.</summary>
    protected bool Equals(ActorSelectionRoutee other) => Equals(Selection, other.Selection);
}

/// <summary>A routee that is several.</summary>
public class SeveralRoutees(Routee[] routees) : Routee
{
    /// <inheritdoc/>
    public override void Send(object message, IActorRef sender)
    {
        foreach (var routee in routees)
            routee.Send(message, sender);
    }
}
