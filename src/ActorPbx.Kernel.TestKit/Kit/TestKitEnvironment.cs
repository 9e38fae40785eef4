using System.Diagnostics;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Internal;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.TestKit;

/// <summary>First layer of <see cref="TestKitBase"/>: the actor system under test, the test actor, and the clock of the kit.</summary>
public abstract class TestKitEnvironment
{
    private static readonly Config KitDefaults = ConfigurationFactory.FromResource<TestKitBase>("ActorPbx.Kernel.TestKit.Internal.Reference.conf");

    private static readonly Config KitFullDebug = ConfigurationFactory.ParseString("""
        akka.log-dead-letters-during-shutdown = true
        akka.actor.debug.receive = true
        akka.actor.debug.autoreceive = true
        akka.actor.debug.lifecycle = true
        akka.actor.debug.event-stream = true
        akka.actor.debug.unhandled = true
        akka.actor.debug.fsm = true
        akka.actor.debug.router-misconfiguration = true
        akka.log-dead-letters = true
        akka.loglevel = DEBUG
        akka.stdout-loglevel = DEBUG
        """);

    private static readonly AsyncLocal<ActorCell?> FlowingSender = new(FollowFlow);

    private static int _testActorNumber;

    private ActorSystem _system = null!;
    private IActorRef _testActor = null!;
    private ILoggingAdapter _log = null!;
    private TestKitSettings _settings = null!;
    private EventFilterFactory _eventFilter = null!;

    private protected TestKitEnvironment(ITestKitAssertions assertions) =>
        AssertionsOfKit = assertions ?? throw new ArgumentNullException(nameof(assertions), "The supplied assertions must not be null.");

    /// <summary>The actor system under test.</summary>
    public ActorSystem Sys
    {
        get
        {
            KeepImplicitSender();
            return _system;
        }
    }

    /// <summary>The kit's settings in <see cref="Sys"/>.</summary>
    public TestKitSettings TestKitSettings => _settings;

    /// <summary>The actor whose messages the test expects; it obeys the commands of <see cref="TestKit.TestActor"/>.</summary>
    public IActorRef TestActor
    {
        get
        {
            KeepImplicitSender();
            return _testActor;
        }
    }

    /// <summary>Who sent the message that the test received last.</summary>
    public IActorRef LastSender => LastEnvelope.Sender;

    /// <summary>The message that the test received last.</summary>
    public object LastMessage => LastEnvelope.Message;

    /// <summary>The log of this test class in <see cref="Sys"/>.</summary>
    public ILoggingAdapter Log => _log;

    /// <summary>Filters and expectations of log events of <see cref="Sys"/>.</summary>
    public EventFilterFactory EventFilter => _eventFilter;

    /// <summary>Whether messages wait to be received.</summary>
    public bool HasMessages => Queue.Count > 0;

    /// <summary>The configuration that every kit falls back on.</summary>
    public static Config DefaultConfig => KitDefaults;

    /// <summary>Every debugging switch turned on.</summary>
    public static Config FullDebugConfig => KitFullDebug;

    /// <summary>The time of a steady clock; only differences mean anything.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private protected ITestKitAssertions AssertionsOfKit { get; }

    private protected TestMessageQueue Queue { get; private set; } = null!;

    private protected MessageEnvelope LastEnvelope { get; set; } = NullMessageEnvelope.Instance;

    /// <summary>End of the innermost within block, on the clock of <see cref="Now"/>.</summary>
    private protected TimeSpan? End { get; set; }

    /// <summary>After expecting silence, a within block does not complain that its time is over.</summary>
    private protected bool LastWasNoMsg { get; set; }

    /// <summary>Starts the test afresh: with the system given, or a new one of the given set-up.</summary>
    protected virtual void InitializeTest(ActorSystem? system, ActorSystemSetup config, string? actorSystemName, string? testActorName)
    {
        End = null;
        LastWasNoMsg = false;
        LastEnvelope = NullMessageEnvelope.Instance;
        Queue = new TestMessageQueue();
        _system = system ?? ActorSystem.Create(actorSystemName ?? "test", WithKitDefaults(config));
        _system.RegisterExtension(new TestKitExtension());
        _system.RegisterExtension(new TestKitAssertionsExtension(AssertionsOfKit));
        _settings = TestKitExtension.For(_system);
        _log = Logging.GetLogger(_system, GetType());
        _eventFilter = new EventFilterFactory((TestKitBase)this);
        _system.Dispatchers.RegisterConfigurator(CallingThreadDispatcher.Id,
            new CallingThreadDispatcherConfigurator(_system.Settings.Config, _system.Dispatchers.Prerequisites));

        var name = string.IsNullOrEmpty(testActorName) ? "testActor" + Interlocked.Increment(ref _testActorNumber) : testActorName;
        _testActor = StartTestActor(name);
        BecomeImplicitSender();
    }

    /// <summary>As the other overload, from a configuration.</summary>
    protected void InitializeTest(ActorSystem? system, Config config, string? actorSystemName, string? testActorName) =>
        InitializeTest(system, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName);

    /// <summary>Starts a further actor that queues for this kit.</summary>
    public IActorRef CreateTestActor(string name)
    {
        var queue = Queue;
        var props = Props.Create(() => new InternalTestActor(queue)).WithDispatcher("akka.test.test-actor.dispatcher");
        return ((ExtendedActorSystem)_system).SystemActorOf(props, name);
    }

    /// <summary>A filter factory for another actor system.</summary>
    public EventFilterFactory CreateEventFilter(ActorSystem system) => new((TestKitBase)this, system);

    /// <summary>Terminates <see cref="Sys"/>; see the other overload.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(_system, duration, verifySystemShutdown);

    /// <summary>Terminates a system and waits for it: at most <paramref name="duration"/> (5 s, dilated, when not given; never more than 10 s then).</summary>
    /// <exception cref="TimeoutException">The system still runs and <paramref name="verifySystemShutdown"/> is set.</exception>
    protected virtual void Shutdown(ActorSystem? system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        system ??= _system;
        var wait = LongestShutdown(duration);
        if (!system.Terminate().Wait(wait))
            SayStillRunning(system, wait, verifySystemShutdown);
    }

    /// <summary>Terminates the kit's own system and waits for it without a blocked thread.</summary>
    /// <exception cref="TimeoutException">The system still runs and <paramref name="verifySystemShutdown"/> is set.</exception>
    public virtual Task ShutdownAsync(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        ShutdownAsync(_system, duration, verifySystemShutdown);

    /// <summary>Terminates a system and waits for it without a blocked thread.</summary>
    /// <exception cref="TimeoutException">The system still runs and <paramref name="verifySystemShutdown"/> is set.</exception>
    protected virtual async Task ShutdownAsync(ActorSystem? system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        system ??= _system;
        var wait = LongestShutdown(duration);
        var terminated = system.Terminate();
        if (await Task.WhenAny(terminated, Task.Delay(wait)).ConfigureAwait(false) == terminated)
            await terminated.ConfigureAwait(false);
        else
            SayStillRunning(system, wait, verifySystemShutdown);
    }

    private TimeSpan LongestShutdown(TimeSpan? duration) => duration ?? Dilated(TimeSpan.FromSeconds(5)).Min(TimeSpan.FromSeconds(10));

    private static void SayStillRunning(ActorSystem system, TimeSpan wait, bool verifySystemShutdown)
    {
        var message = $"Failed to stop [{system.Name}] within [{wait}] \n{((ExtendedActorSystem)system).PrintTree()}";
        if (verifySystemShutdown)
            throw new TimeoutException(message);
        system.Log.Warning("{0}", message);
    }

    /// <summary>Stretches a finite duration by <c>akka.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) =>
        duration.IsPositiveFinite() ? new TimeSpan((long)(duration.Ticks * _settings.TestTimeFactor)) : duration;

    /// <summary>The timeout given, or <c>akka.test.single-expect-default</c>.</summary>
    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? _settings.SingleExpectDefault;

    private protected void ConditionalLog(string format, params object?[] args)
    {
        if (_settings.LogTestKitCalls)
            _log.Debug(format, args!);
    }

    private static ActorSystemSetup WithKitDefaults(ActorSystemSetup setup)
    {
        var said = setup.Get<BootstrapSetup>().GetOrElse(BootstrapSetup.Create());
        var config = said.Config.GetOrElse(KitDefaults);
        var completed = said.WithConfig(ReferenceEquals(config, KitDefaults) ? config : config.WithFallback(KitDefaults));
        return setup.WithSetup(completed);
    }

    private IActorRef StartTestActor(string name)
    {
        var testActor = CreateTestActor(name);
        var started = SpinWait.SpinUntil(() => testActor is not IRepointableRef { IsStarted: false }, _settings.TestKitStartupTimeout);
        if (!started)
            throw new TimeoutException($"The test actor {name} did not start within {_settings.TestKitStartupTimeout}.");
        return testActor;
    }

    // After an asynchronous InitializeAsync the test runner calls the test on another thread, in a context of its own. What is
    // set there goes with the test's flow of control, so that the thread forgets it when it turns to something else.
    private void KeepImplicitSender()
    {
        if (this is INoImplicitSender || InternalCurrentActorCellKeeper.Current is { IsTerminated: false })
            return;
        if (_testActor is ActorRefWithCell { Underlying: ActorCell cell })
            FlowingSender.Value = InternalCurrentActorCellKeeper.Current = cell;
    }

    // An actor that runs on the thread remains the one that sends.
    private static void FollowFlow(AsyncLocalValueChangedArgs<ActorCell?> change)
    {
        if (change.ThreadContextChanged && InternalCurrentActorCellKeeper.Current == change.PreviousValue)
            InternalCurrentActorCellKeeper.Current = change.CurrentValue;
    }

    // A probe is made inside a test, whose implicit sender it must leave alone.
    private void BecomeImplicitSender()
    {
        if (this is not INoImplicitSender)
            InternalCurrentActorCellKeeper.Current = (ActorCell)((ActorRefWithCell)_testActor).Underlying;
        else if (this is not TestProbe)
            InternalCurrentActorCellKeeper.Current = null;
        SynchronizationContext.SetSynchronizationContext(new ActorCellKeepingSynchronizationContext(InternalCurrentActorCellKeeper.Current));
    }
}
