using System.Linq.Expressions;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Dsl;
using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.TestKit;

/// <summary>A test's hold on an actor system, for any test framework: it makes actors, probes, latches and barriers, and waits for what they send.</summary>
public abstract class TestKitBase : TestKitSpawning, IActorRefFactory
{
    /// <summary>A kit for the system given, or for a new one with <see cref="TestKitEnvironment.DefaultConfig"/>.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, ActorSystemSetup.Empty.WithSetup(BootstrapSetup.Create().WithConfig(DefaultConfig)), null, testActorName)
    {
    }

    /// <summary>A kit for a new system of the set-up given.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    /// <summary>A kit for a new system of the configuration given.</summary>
    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, ActorSystemSetup.Empty.WithSetup(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName)
    {
    }

    /// <summary>A kit for the system given, or else for a new one of the set-up given.</summary>
    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
        : base(assertions) => InitializeTest(system, config, actorSystemName, testActorName);

    /// <summary>Starts a top-level actor.</summary>
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props, null);

    /// <summary>Starts a top-level actor; a null name generates one.</summary>
    public IActorRef ActorOf(Props props, string? name) => Sys.ActorOf(props, name);

    /// <summary>Starts a top-level actor of the type given.</summary>
    public IActorRef ActorOf<TActor>() where TActor : ActorBase, new() => ActorOf(Props.Create<TActor>(), null);

    /// <summary>Starts a named top-level actor of the type given.</summary>
    public IActorRef ActorOf<TActor>(string name) where TActor : ActorBase, new() => ActorOf(Props.Create<TActor>(), name);

    /// <summary>Starts a top-level actor that the expression makes.</summary>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory) where TActor : ActorBase => ActorOf(Props.Create(factory), null);

    /// <summary>Starts a named top-level actor that the expression makes.</summary>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string name) where TActor : ActorBase => ActorOf(Props.Create(factory), name);

    /// <summary>Starts an actor described in place.</summary>
    public IActorRef ActorOf(Action<IActorDsl> configure, string? name = null) => ActExtensions.ActorOf(this, configure, name);

    /// <summary>Starts an actor described in place, with its context at hand.</summary>
    public IActorRef ActorOf(Action<IActorDsl, IActorContext> configure, string? name = null) => ActExtensions.ActorOf(this, configure, name);

    /// <summary>Selects actors by their path.</summary>
    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    /// <inheritdoc cref="ActorSelection(ActorPath)"/>
    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Selects actors by a path relative to an actor.</summary>
    public ActorSelection ActorSelection(IActorRef anchorRef, string actorPath) => Sys.ActorSelection(anchorRef, actorPath);

    /// <summary>A probe in <see cref="TestKitEnvironment.Sys"/>.</summary>
    public virtual TestProbe CreateTestProbe(string? name = null) => CreateTestProbe(Sys, name);

    /// <summary>A probe in another system.</summary>
    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, AssertionsOfKit, name);

    /// <summary>A latch that opens after the count given and whose waits are dilated.</summary>
    public virtual TestLatch CreateTestLatch(int count = 1) => new(Dilated, count, TestKitSettings.DefaultTimeout);

    /// <summary>A barrier for as many participants as given.</summary>
    public TestBarrier CreateTestBarrier(int count) => new(this, count, TestKitSettings.DefaultTimeout);
}
