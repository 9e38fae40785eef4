using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using Shouldly;
using Xunit;

namespace ActorPbx.Kernel.Tests.Shutdown;

public sealed class TerminationSignalTests
{
    [Theory]
    [InlineData("on", true)]
    [InlineData("off", false)]
    public async Task The_end_of_the_process_runs_the_phases_where_that_is_asked_for(string asked, bool runs)
    {
        ActorSystem system = ActorSystem.Create("signal", "akka { loglevel = OFF, stdout-loglevel = OFF, coordinated-shutdown.run-by-clr-shutdown-hook = off }");
        CoordinatedShutdown shutdown = CoordinatedShutdown.Get(system);
        var signal = new Signal();
        CoordinatedShutdown.InitClrHook(system, ConfigurationFactory.ParseString("run-by-clr-shutdown-hook = " + asked), shutdown, signal);

        signal.Raise();
        shutdown.ShutdownReason.ShouldBe(runs ? CoordinatedShutdown.ClrExitReason.Instance : null);
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(30));
        if (runs)
        {
            await signal.Disposed.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    private sealed class Signal : ITerminationSignalHandler
    {
        private readonly TaskCompletionSource _disposed = new();
        private Action? _action;

        public Task Disposed => _disposed.Task;

        public void Register(Action onTerminationSignal) => _action = onTerminationSignal;

        public void Raise() => _action?.Invoke();

        public void Dispose() => _disposed.TrySetResult();
    }
}
