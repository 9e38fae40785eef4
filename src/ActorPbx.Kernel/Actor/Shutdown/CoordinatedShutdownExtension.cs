using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Actor;

/// <summary>Gives every actor system its <see cref="CoordinatedShutdown"/> and ties it to the system's and the process's end.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    /// <inheritdoc/>
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown")
            ?? throw new ConfigurationException("The configuration has no section akka.coordinated-shutdown.");
        var terminates = config.GetBoolean("terminate-actor-system");
        if (config.GetBoolean("run-by-actor-system-terminate") && !terminates)
        {
            throw new ConfigurationException("akka.coordinated-shutdown.run-by-actor-system-terminate=on and " +
                "akka.coordinated-shutdown.terminate-actor-system=off is not a supported configuration combination.");
        }

        var shutdown = new CoordinatedShutdown(system, CoordinatedShutdown.PhasesFromConfig(config));
        var exits = config.GetBoolean("exit-clr");
        if (terminates || exits)
            shutdown.AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "terminate-system", () => End(shutdown, terminates, exits));
        CoordinatedShutdown.InitClrHook(system, config, shutdown);
        return shutdown;
    }

    private static async Task<Done> End(CoordinatedShutdown shutdown, bool terminates, bool exits)
    {
        var limit = shutdown.Timeout(CoordinatedShutdown.PhaseActorSystemTerminate);
        if (terminates)
        {
            shutdown.System.FinalTerminate();
            // A process that shall exit does so even if an actor refuses to stop.
            await Task.WhenAny(shutdown.System.WhenTerminated, exits ? Task.Delay(limit) : Task.Delay(Timeout.Infinite)).ConfigureAwait(false);
        }

        if (exits && shutdown.ShutdownReason is not CoordinatedShutdown.ClrExitReason)
            _ = Task.Run(() => Environment.Exit(0));
        return Done.Instance;
    }
}
