using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.TestKit.Configs;

/// <summary>Ready-made configurations of systems under test.</summary>
public static class TestConfigs
{
    /// <summary>The kit's defaults.</summary>
    public static Config DefaultConfig => TestKitBase.DefaultConfig;

    /// <summary>Virtual time: the system's scheduler is a <see cref="TestScheduler"/>.</summary>
    public static Config TestSchedulerConfig { get; } = ConfigurationFactory.ParseString(
        "akka.scheduler.implementation = \"ActorPbx.Kernel.TestKit.TestScheduler, ActorPbx.Kernel.TestKit\"");
}
