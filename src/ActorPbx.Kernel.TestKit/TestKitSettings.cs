using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.TestKit;

/// <summary>The kit's settings from <c>akka.test</c>.</summary>
public class TestKitSettings : IExtension
{
    /// <summary>Reads the settings from a whole system configuration.</summary>
    public TestKitSettings(Config config)
    {
        if (config == null || config.IsEmpty)
            throw new ConfigurationException("Failed to make TestKitSettings: the configuration has no akka.test section.");
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", null, false);
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", null, false);
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", null, false);
        ExpectNoMessageDefault = config.GetTimeSpan("akka.test.expect-no-message-default", TimeSpan.FromSeconds(3), false);
        TestKitStartupTimeout = config.GetTimeSpan("akka.test.startup-timeout", TimeSpan.FromSeconds(5), false);
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 0);
        LogTestKitCalls = config.GetBoolean("akka.test.testkit.debug", false);
        if (TestTimeFactor <= 0)
            throw new ConfigurationException($"Expected a positive value for akka.test.timefactor but found {TestTimeFactor}");
    }

    /// <summary>Timeout of ask and of latches; not dilated.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long one expectation waits outside of a within block; not dilated.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long silence must last outside of a within block when no duration is given; not dilated.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>How long an event filter waits, after its block, for events still missing; not dilated.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>How long the kit waits for its own actors to start.</summary>
    public TimeSpan TestKitStartupTimeout { get; }

    /// <summary>The factor by which slow machines stretch all waits.</summary>
    public double TestTimeFactor { get; }

    /// <summary>Whether the kit logs its own calls at debug level.</summary>
    public bool LogTestKitCalls { get; }
}

/// <summary>Gives every actor system its <see cref="TestKitSettings"/>.</summary>
public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    /// <inheritdoc/>
    public override TestKitSettings CreateExtension(ExtendedActorSystem system) => new(system.Settings.Config);

    /// <summary>The settings of a system.</summary>
    public static TestKitSettings For(ActorSystem system) => new TestKitExtension().Apply(system);
}
