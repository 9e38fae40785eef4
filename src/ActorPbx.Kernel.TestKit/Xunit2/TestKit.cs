using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.TestKit.Xunit2.Internals;
using Xunit.Abstractions;

namespace ActorPbx.Kernel.TestKit.Xunit2;

/// <summary>The base of xUnit test classes that test actors: each test has its own actor system, which ends with it.</summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Where log events of the test are shown, or null.</summary>
    protected readonly ITestOutputHelper? Output;

    private bool _disposed;

    /// <summary>A kit for the system given, or for a new one with the default configuration.</summary>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null) : base(Assertions, system)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>A kit for a new system of the set-up given, named "test" by default.</summary>
    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null) : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>A kit for a new system of the configuration given, named "test" by default.</summary>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null) : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>A kit for a new system of the configuration text given.</summary>
    public TestKit(string config, ITestOutputHelper? output = null) : base(Assertions, ConfigurationFactory.ParseString(config))
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>The configuration that every kit falls back on.</summary>
    public static new Config DefaultConfig => TestKitBase.DefaultConfig;

    /// <summary>Every debugging switch turned on.</summary>
    public static new Config FullDebugConfig => TestKitBase.FullDebugConfig;

    /// <summary>xUnit's assertions in the kit's form.</summary>
    protected static XunitAssertions Assertions { get; } = new();

    /// <summary>Called when the test ends; stops its system.</summary>
    protected virtual void AfterAll() => Shutdown();

    /// <summary>Called when the test ends, after <see cref="AfterAll"/>; stops its system if that still runs.</summary>
    protected virtual Task AfterAllAsync()
    {
        if (!Sys.WhenTerminated.IsCompleted)
        {
            Shutdown();
        }

        return Task.CompletedTask;
    }

    /// <summary>Shows a system's log events in the test's output.</summary>
    protected void InitializeLogger(ActorSystem system) => InitializeLogger(system, "");

    /// <summary>As above, with a prefix before each line.</summary>
    protected void InitializeLogger(ActorSystem system, string prefix)
    {
        if (Output == null)
            return;
        var output = string.IsNullOrEmpty(prefix) ? Output : new PrefixedOutput(Output, prefix);
        var logger = ((ExtendedActorSystem)system).SystemActorOf(Props.Create(() => new TestOutputLogger(output)), "log-test");
        logger.Ask<LoggerInitialized>(new InitializeLogger(system.EventStream), TestKitSettings.TestKitStartupTimeout)
            .ConfigureAwait(false).GetAwaiter().GetResult();
    }

    /// <summary>Ends the test and its system.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            AfterAllAsync().ConfigureAwait(false).GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }
}
