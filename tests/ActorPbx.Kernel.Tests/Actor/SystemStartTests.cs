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
    public async Task Extensions_that_the_program_names_start_first_and_win_over_the_configuration()
    {
        Config config = $"akka {{ loglevel = OFF, stdout-loglevel = OFF, extensions = [\"{typeof(Configured).AssemblyQualifiedName}\"] }}";
        var system = ActorSystem.Create("named", BootstrapSetup.Create().WithConfig(config).And(ExtensionsSetup.Create(new Named())));

        system.GetExtension<Marked>().By.ShouldBe("program");
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Shutdown_settings_that_contradict_each_other_keep_the_system_from_starting() =>
        Should.Throw<ConfigurationException>(() => ActorSystem.Create("torn", @"akka {
            loglevel = OFF
            stdout-loglevel = OFF
            coordinated-shutdown { terminate-actor-system = off, run-by-actor-system-terminate = on }
        }"));

    [Fact]
    public async Task The_set_up_gives_extensions_to_a_system()
    {
        BootstrapSetup setup = BootstrapSetup.Create().WithExtensions(new Making()).WithConfig(ConfigurationFactory.ParseString("akka.loglevel = OFF"));
        ActorSystem system = ActorSystem.Create("equipped", setup);
        system.HasExtension<Nothing>().ShouldBeTrue();
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_missing_extension_is_refused_at_once() =>
        Should.Throw<ArgumentException>(() => ExtensionsSetup.Create(new Named(), null!));

    private sealed record Marked(string By) : IExtension;

    private sealed class Named : ExtensionIdProvider<Marked>
    {
        public override Marked CreateExtension(ExtendedActorSystem system) => new("program");
    }

    private sealed class Configured : ExtensionIdProvider<Marked>
    {
        public override Marked CreateExtension(ExtendedActorSystem system) => new("configuration");
    }

    private sealed class Nothing : IExtension;

    private sealed class Making : ExtensionIdProvider<Nothing>
    {
        public override Nothing CreateExtension(ExtendedActorSystem system) => new();
    }

    private sealed class Failing : ExtensionIdProvider<Nothing>
    {
        public override Nothing CreateExtension(ExtendedActorSystem system) => throw new NotSupportedException();
    }
}
