using ActorPbx.Node.Health;
using ActorPbx.Node.Running;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Service;

/// <summary>Keeps the service manager informed for as long as the node lives: that it serves, that it is alive, that it ends.</summary>
internal sealed class ServiceLife(ServiceManager manager, HealthProbe health, NodeDrain drain, TimeProvider clock, ILogger log)
{
    // What comes after the last call: records to disk, farewell to the cluster.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(30);

    private bool _wasSilent;

    /// <summary>Runs until the node's calls are over.</summary>
    public async Task RunAsync()
    {
        if (!manager.IsThere)
        {
            return;
        }

        manager.Ready("taking calls");
        var beat = manager.Watchdog / 2 ?? Timeout.InfiniteTimeSpan;
        while (!drain.HasBegun)
        {
            await BeatAsync("taking calls");
            await Task.WhenAny(drain.Begun, Task.Delay(beat, clock));
        }

        while (!drain.Done.IsCompleted)
        {
            manager.Stopping(drain.Left + Farewell, "draining");
            await BeatAsync("draining");
            await Task.WhenAny(drain.Done, Task.Delay(beat, clock));
        }
    }

    // A node whose actors do not answer gives no sign of life, and is started anew.
    private async Task BeatAsync(string doing)
    {
        if (manager.Watchdog is null)
        {
            return;
        }

        if (await health.AskAsync(CancellationToken.None) is { } living)
        {
            manager.Alive(living.Calls == 1 ? $"{doing}, 1 call" : $"{doing}, {living.Calls} calls");
            _wasSilent = false;
            return;
        }

        if (!_wasSilent)
        {
            log.LogCritical("The exchange's actors do not answer; the service manager gets no sign of life and will restart the node");
        }

        _wasSilent = true;
    }
}
