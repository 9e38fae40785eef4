using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.TestKit.Internal;
using ActorPbx.Kernel.Util;

#pragma warning disable CA1033 // The members of IInternalActorRef are the runtime's business, not the test's.

namespace ActorPbx.Kernel.TestKit;

/// <summary>An actor that runs on the calling thread and whose instance a test can look into.</summary>
public abstract class TestActorRefBase<TActor> : IInternalActorRef where TActor : ActorBase
{
    /// <summary>Starts the actor under the supervisor given, or else as a top-level actor.</summary>
    protected TestActorRefBase(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null) =>
        InternalRef = InternalTestActorRef.Create(system, actorProps, supervisor, name);

    /// <summary>The plain reference.</summary>
    public IActorRef Ref => InternalRef;

    /// <summary>The actor's instance.</summary>
    public TActor UnderlyingActor => (TActor)InternalRef.UnderlyingActor;

    /// <summary>The actor's path.</summary>
    public ActorPath Path => InternalRef.Path;

    /// <summary>The reference with its test powers.</summary>
    protected InternalTestActorRef InternalRef { get; }

    bool IActorRefScope.IsLocal => Inner.IsLocal;

    IInternalActorRef IInternalActorRef.Parent => Inner.Parent;

    IActorRefProvider IInternalActorRef.Provider => Inner.Provider;

    bool IInternalActorRef.IsTerminated => Inner.IsTerminated;

    private IInternalActorRef Inner => InternalRef;

    /// <summary>Hands a message to the actor's behaviour directly; what it throws comes to the caller.</summary>
    public void Receive(object message, IActorRef? sender = null) => InternalRef.Receive(message, sender);

    /// <summary>As <see cref="Receive"/>, and waits for a behaviour that awaits.</summary>
    public Task ReceiveAsync(object message, IActorRef? sender = null) => InternalRef.ReceiveAsync(message, sender);

    /// <summary>Makes the actor watch another.</summary>
    public void Watch(IActorRef subject) => InternalRef.Watch(subject);

    /// <summary>Makes the actor stop watching another.</summary>
    public void Unwatch(IActorRef subject) => InternalRef.Unwatch(subject);

    /// <summary>Sends a message with the implicit sender.</summary>
    public void Tell(object message) => InternalRef.Tell(message);

    /// <summary>Sends a message.</summary>
    public void Tell(object message, IActorRef? sender) => InternalRef.Tell(message, sender);

    /// <summary>Forwards a message.</summary>
    public void Forward(object message) => InternalRef.Forward(message);

    /// <summary>Sends a system message.</summary>
    public void SendSystemMessage(ISystemMessage message, IActorRef? sender) => Inner.SendSystemMessage(message);

    /// <summary>Sends a system message.</summary>
    public void SendSystemMessage(ISystemMessage message) => Inner.SendSystemMessage(message);

    /// <summary>The plain reference of an actor under test.</summary>
    public static IActorRef ToActorRef(TestActorRefBase<TActor> actorRef) => actorRef.InternalRef;

    /// <inheritdoc/>
    public override string ToString() => InternalRef.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => InternalRef.Equals(Unwrapped(obj));

    /// <inheritdoc/>
    public override int GetHashCode() => InternalRef.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(object? obj) => ((IComparable)InternalRef).CompareTo(Unwrapped(obj));

    /// <inheritdoc/>
    public bool Equals(IActorRef? other) => InternalRef.Equals(Unwrapped(other));

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator ==(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator !=(TestActorRefBase<TActor>? testActorRef, IActorRef? actorRef) => !(testActorRef == actorRef);

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator ==(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => testActorRef == actorRef;

    /// <summary>Compares with a reference of either kind.</summary>
    public static bool operator !=(IActorRef? actorRef, TestActorRefBase<TActor>? testActorRef) => !(testActorRef == actorRef);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => InternalRef.CompareTo((IActorRef?)Unwrapped(other));

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => InternalRef.ToSurrogate(system);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => Inner.GetChild(name);

    void IInternalActorRef.Resume(Exception? causedByFailure) => Inner.Resume(causedByFailure);

    void IInternalActorRef.Start() => Inner.Start();

    void IInternalActorRef.Stop() => Inner.Stop();

    void IInternalActorRef.Restart(Exception cause) => Inner.Restart(cause);

    void IInternalActorRef.Suspend() => Inner.Suspend();

    private static object? Unwrapped(object? other) => other is TestActorRefBase<TActor> wrapped ? wrapped.InternalRef : other;
}
