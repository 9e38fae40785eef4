namespace ActorPbx.Kernel.Actor;

/// <summary>How a system ends in order.</summary>
internal static class SystemShutdown
{
    public static void Run(ActorSystem system) => CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
}
