namespace ActorPbx.Cluster.Tests.InProcess;

/// <summary>An actor system whose time passes when the test says so.</summary>
internal static class VirtualTime
{
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $"akka.scheduler.implementation = \"{typeof(TestScheduler).FullName}, {typeof(TestScheduler).Assembly.GetName().Name}\"");

    public static void Advance(ActorSystem system, TimeSpan time) => ((TestScheduler)system.Scheduler).Advance(time);
}
