using System.Net;
using ActorPbx.Node.Health;
using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Telemetry;

/// <summary>All that lets programs watch a node from outside, put together here.</summary>
internal sealed class NodeWatch : IAsyncDisposable
{
    private readonly Stack<object> _parts = new();

    private NodeWatch(HealthProbe health) => Health = health;

    /// <summary>How the node is.</summary>
    public HealthProbe Health { get; }

    /// <summary>Begins to show what the configuration wants to be shown.</summary>
    /// <exception cref="StartException">The port for health and metrics cannot be had.</exception>
    public static async Task<NodeWatch> StartAsync(NodeConfiguration settings, Exchange exchange, HealthProbe health, TimeProvider clock, ILoggerFactory logs)
    {
        var watch = new NodeWatch(health);
        try
        {
            watch._parts.Push(new SipMetrics(exchange));
            if (settings.Hep.Address.Length > 0)
            {
                watch._parts.Push(new HepExport(settings.Hep, exchange, clock, logs.CreateLogger("hep")));
            }

            if (settings.Telemetry.Otlp.Endpoint.Length > 0)
            {
                watch._parts.Push(new OtlpExport(settings.Telemetry.Otlp, settings.Node.ActualName, settings.IsClustered ? settings.Cluster.Name : ""));
            }

            if (settings.Telemetry.Http is { Port: > 0 } http)
            {
                var meters = new MeterReader(MeterReader.IsOwn);
                watch._parts.Push(meters);
                ListenerAddresses.TryParse(http.Address, out var address);
                watch._parts.Push(await WatchServer.StartAsync(new IPEndPoint(address!, http.Port), health, meters));
            }

            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            if (part is IAsyncDisposable slow)
            {
                await slow.DisposeAsync();
            }
            else
            {
                ((IDisposable)part).Dispose();
            }
        }
    }
}
