using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.TestKit;

/// <summary>A stand-in for an actor: a test hands it out as a reference, sees what it gets, and answers for it.</summary>
public class TestProbe : TestKitBase, INoImplicitSender, IInternalActorRef
{
    /// <summary>A probe in the system given.</summary>
    public TestProbe(ActorSystem system, ITestKitAssertions assertions, string? testProbeName = null)
        : base(assertions, system, testProbeName)
    {
    }

    /// <summary>The probe's reference.</summary>
    public IActorRef Ref => TestActor;

    /// <summary>Who sent the message received last.</summary>
    public IActorRef Sender => LastSender;

    ActorPath IActorRef.Path => TestActor.Path;

    bool IActorRefScope.IsLocal => Internal.IsLocal;

    IInternalActorRef IInternalActorRef.Parent => Internal.Parent;

    IActorRefProvider IInternalActorRef.Provider => Internal.Provider;

    bool IInternalActorRef.IsTerminated => Internal.IsTerminated;

    private IInternalActorRef Internal => (IInternalActorRef)TestActor;

    /// <summary>Sends a message in the name of the probe.</summary>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Sends a message in the name of the last message's sender.</summary>
    public void Forward(IActorRef actor, object message) => actor.Tell(message, Sender);

    /// <summary>Passes the message received last on, in the name of its sender.</summary>
    public void Forward(IActorRef actor) => actor.Tell(LastMessage, Sender);

    /// <summary>Answers the sender of the message received last.</summary>
    public void Reply(object message) => Sender.Tell(message, TestActor);

    /// <summary>Starts a child of the probe under a strategy of its own.</summary>
    public IActorRef ChildActorOf<T>(string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOf(Props.Create(typeof(T)), name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public IActorRef ChildActorOf<T>(SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOf(Props.Create(typeof(T)), supervisorStrategy, cancellationToken);

    /// <summary>Starts a child of the probe.</summary>
    public IActorRef ChildActorOf<T>(string name, CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOf(Props.Create(typeof(T)), name, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, CancellationToken)"/>
    public IActorRef ChildActorOf<T>(CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOf(Props.Create(typeof(T)), cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync<T>(string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOfAsync(Props.Create(typeof(T)), name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, SupervisorStrategy, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync<T>(SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOfAsync(Props.Create(typeof(T)), supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync<T>(string name, CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOfAsync(Props.Create(typeof(T)), name, cancellationToken);

    /// <inheritdoc cref="ChildActorOf{T}(string, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync<T>(CancellationToken cancellationToken = default) where T : ActorBase =>
        ChildActorOfAsync(Props.Create(typeof(T)), cancellationToken);

    /// <summary>Always throws: probes are made by the kit.</summary>
#pragma warning disable CS0809 // The kit has this method, a probe must not.
    [Obsolete("Cannot create a TestProbe from a TestProbe", true)]
    public override TestProbe CreateTestProbe(string? name = null) => throw new NotSupportedException("Cannot create a TestProbe from a TestProbe");
#pragma warning restore CS0809

    /// <summary>Sends a system message to the probe.</summary>
    public void SendSystemMessage(ISystemMessage message, IActorRef? sender) => Internal.SendSystemMessage(message);

    /// <summary>Sends a system message to the probe.</summary>
    public void SendSystemMessage(ISystemMessage message) => Internal.SendSystemMessage(message);

    /// <inheritdoc/>
    public int CompareTo(object? obj) => TestActor.CompareTo(obj);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => TestActor.Equals(obj is TestProbe probe ? probe.Ref : obj);

    /// <inheritdoc/>
    public override int GetHashCode() => TestActor.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"TestProbe({TestActor})";

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => TestActor.CompareTo(other);

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => TestActor.Equals(other);

    void ICanTell.Tell(object message, IActorRef? sender) => TestActor.Tell(message, sender);

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => TestActor.ToSurrogate(system);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => Internal.GetChild(name);

    void IInternalActorRef.Resume(Exception? causedByFailure) => Internal.Resume(causedByFailure);

    void IInternalActorRef.Start() => Internal.Start();

    void IInternalActorRef.Stop() => Internal.Stop();

    void IInternalActorRef.Restart(Exception cause) => Internal.Restart(cause);

    void IInternalActorRef.Suspend() => Internal.Suspend();
}
