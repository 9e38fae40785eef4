using System.Linq.Expressions;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Ninth layer of <see cref="TestKitBase"/>: commands to the test actor, its children, and actors that the test can look into.</summary>
public abstract class TestKitSpawning : TestKitExpectingAll
{
    private protected TestKitSpawning(ITestKitAssertions assertions) : base(assertions)
    {
    }

    /// <summary>Makes the test actor drop messages that the function names.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) => TestActor.Tell(new TestKit.TestActor.SetIgnore(m => shouldIgnoreMessage(m)));

    /// <summary>Makes the test actor drop those messages of one kind that the function names.</summary>
    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new TestKit.TestActor.SetIgnore(m => m is TMsg message && shouldIgnoreMessage(message)));

    /// <summary>Makes the test actor drop all messages of one kind.</summary>
    public void IgnoreMessages<TMsg>() => IgnoreMessages<TMsg>(_ => true);

    /// <summary>Makes the test actor queue every message again.</summary>
    public void IgnoreNoMessages() => TestActor.Tell(new TestKit.TestActor.SetIgnore(null));

    /// <summary>Makes the test actor watch another, whose end it then queues as <see cref="Terminated"/>.</summary>
    public IActorRef Watch(IActorRef actorToWatch)
    {
        TestActor.Tell(new TestKit.TestActor.Watch(actorToWatch));
        return actorToWatch;
    }

    /// <inheritdoc cref="Watch"/>
    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) => Task.FromResult(Watch(actorToWatch));

    /// <summary>Makes the test actor stop watching another.</summary>
    public IActorRef Unwatch(IActorRef actorToUnwatch)
    {
        TestActor.Tell(new TestKit.TestActor.Unwatch(actorToUnwatch));
        return actorToUnwatch;
    }

    /// <inheritdoc cref="Unwatch"/>
    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) => Task.FromResult(Unwatch(actorToUnwatch));

    /// <summary>Installs a pilot that runs for each message before the test sees it.</summary>
    public void SetAutoPilot(AutoPilot pilot) => TestActor.Tell(new TestKit.TestActor.SetAutoPilot(pilot));

    /// <summary>Starts a child of the test actor under a strategy of its own.</summary>
    public IActorRef ChildActorOf(Props props, string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        Spawn(props, name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public IActorRef ChildActorOf(Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        Spawn(props, null, supervisorStrategy, cancellationToken);

    /// <summary>Starts a child of the test actor.</summary>
    public IActorRef ChildActorOf(Props props, string name, CancellationToken cancellationToken = default) =>
        Spawn(props, name, null, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, CancellationToken)"/>
    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default) =>
        Spawn(props, null, null, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, string name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        SpawnAsync(props, name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        SpawnAsync(props, null, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, string name, CancellationToken cancellationToken = default) =>
        SpawnAsync(props, name, null, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, CancellationToken cancellationToken = default) =>
        SpawnAsync(props, null, null, cancellationToken);

    /// <summary>Starts an actor on the calling thread that the test can look into.</summary>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef? supervisor, string? name = null) where TActor : ActorBase =>
        new(Sys, props, supervisor, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null) where TActor : ActorBase =>
        new(Sys, props, null, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, IActorRef? supervisor, string? name = null) where TActor : ActorBase =>
        new(Sys, Props.Create(factory), supervisor, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null) where TActor : ActorBase =>
        new(Sys, Props.Create(factory), null, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(IActorRef? supervisor, string? name = null) where TActor : ActorBase, new() =>
        new(Sys, Props.Create<TActor>(), supervisor, name);

    /// <inheritdoc cref="ActorOfAsTestActorRef{TActor}(Props, IActorRef, string)"/>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(string? name = null) where TActor : ActorBase, new() =>
        new(Sys, Props.Create<TActor>(), null, name);

    /// <summary>Starts a state machine on the calling thread that the test can look into.</summary>
    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(Props props, IActorRef? supervisor, string? name = null, bool withLogging = false) where TState : notnull where TFsmActor : FSM<TState, TData> =>
        new(Sys, props, supervisor, name, withLogging);

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(Props props, string? name = null, bool withLogging = false) where TState : notnull where TFsmActor : FSM<TState, TData> =>
        new(Sys, props, null, name, withLogging);

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(IActorRef? supervisor, string? name = null, bool withLogging = false) where TState : notnull where TFsmActor : FSM<TState, TData>, new() =>
        new(Sys, Props.Create<TFsmActor>(), supervisor, name, withLogging);

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(string? name = null, bool withLogging = false) where TState : notnull where TFsmActor : FSM<TState, TData>, new() =>
        new(Sys, Props.Create<TFsmActor>(), null, name, withLogging);

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(Expression<Func<TFsmActor>> factory, IActorRef? supervisor, string? name = null, bool withLogging = false) where TState : notnull where TFsmActor : FSM<TState, TData> =>
        new(Sys, Props.Create(factory), supervisor, name, withLogging);

    /// <inheritdoc cref="ActorOfAsTestFSMRef{TFsmActor, TState, TData}(Props, IActorRef, string, bool)"/>
    public TestFSMRef<TFsmActor, TState, TData> ActorOfAsTestFSMRef<TFsmActor, TState, TData>(Expression<Func<TFsmActor>> factory, string? name = null, bool withLogging = false) where TState : notnull where TFsmActor : FSM<TState, TData> =>
        new(Sys, Props.Create(factory), null, name, withLogging);

    private void TellSpawn(Props props, string? name, SupervisorStrategy? strategy) =>
        TestActor.Tell(new TestKit.TestActor.Spawn(props,
            name == null ? Option<string>.None : new Option<string>(name),
            strategy == null ? Option<SupervisorStrategy>.None : new Option<SupervisorStrategy>(strategy)));

    private IActorRef Spawn(Props props, string? name, SupervisorStrategy? strategy, CancellationToken cancellationToken)
    {
        TellSpawn(props, name, strategy);
        return ExpectMsg<IActorRef>(cancellationToken: cancellationToken);
    }

    private async Task<IActorRef> SpawnAsync(Props props, string? name, SupervisorStrategy? strategy, CancellationToken cancellationToken)
    {
        TellSpawn(props, name, strategy);
        return await ExpectMsgAsync<IActorRef>(cancellationToken: cancellationToken);
    }
}
