using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Actor.Setup;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.TestKit;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Actor;

public sealed class SystemStartTests
{
    [Fact]
    public async Task The_configuration_is_logged_at_each_start_that_asks_for_it()
    {
        Config config = ConfigurationFactory.ParseString("akka.log-config-on-start = on").WithFallback(TestKitBase.DefaultConfig);
        var system = new ActorSystemImpl("again", config, ActorSystemSetup.Empty);
        system.Start();
        var filter = new EventFilterFactory(new Kernel.TestKit.Xunit2.TestKit(system));

        filter.Info(contains: "log-config-on-start : on").ExpectOne(system.Start);
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_named_extension_that_cannot_be_made_keeps_the_system_from_starting()
    {
        string config = $"akka {{ loglevel = OFF, stdout-loglevel = OFF, extensions = [\"{typeof(Failing).AssemblyQualifiedName}\"] }}";

        Should.Throw<NotSupportedException>(() => ActorSystem.Create("failing", config));
    }

    [Fact]
    public async Task The_shutdown_in_phases_is_there_from_the_start()
    {
        ActorSystem system = ActorSystem.Create("ready");
        system.HasExtension<CoordinatedShutdown>().ShouldBeTrue();
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Shutdown_settings_that_contradict_each_other_keep_the_system_from_starting() =>
        Should.Throw<ConfigurationException>(() => ActorSystem.Create("torn", @"akka {
            loglevel = OFF
            stdout-loglevel = OFF
            coordinated-shutdown { terminate-actor-system = off, run-by-actor-system-terminate = on }
        }"));

    private sealed class Nothing : IExtension;

    private sealed class Failing : ExtensionIdProvider<Nothing>
    {
        public override Nothing CreateExtension(ExtendedActorSystem system) => throw new NotSupportedException();
    }
}
