using System.Net;
using ActorPbx.Node.Health;
using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Telemetry;

/// <summary>All that lets programs watch a node from outside, put together here; each part by itself, so that a changed setting touches only its own.</summary>
internal sealed class NodeWatch : IAsyncDisposable
{
    private readonly Exchange _exchange;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ILogger _figures;
    private readonly SipMetrics _sip;
    private readonly WatchPart[] _parts;
    private NodeConfiguration _settings = new();

    private NodeWatch(Exchange exchange, HealthProbe health, TimeProvider clock, ILoggerFactory logs)
    {
        (Health, _exchange, _clock, _log, _figures) = (health, exchange, clock, logs.CreateLogger("hep"), logs.CreateLogger("metrics"));
        _sip = new SipMetrics(exchange);
        _parts =
        [
            new WatchPart(settings => settings.Hep, settings => Task.FromResult(Hep(settings))),
            new WatchPart(settings => settings.Telemetry.Otlp, settings => Task.FromResult(Otlp(settings))),
            new WatchPart(settings => settings.Telemetry.Pauses, settings => Task.FromResult<object?>(settings.Telemetry.Pauses ? new PauseWatch() : null)),
            new WatchPart(settings => settings.Telemetry.Http, HttpAsync),
        ];
    }

    /// <summary>How the node is.</summary>
    public HealthProbe Health { get; }

    /// <summary>Begins to show what the configuration wants to be shown.</summary>
    /// <exception cref="StartException">The port for health and metrics cannot be had.</exception>
    public static async Task<NodeWatch> StartAsync(NodeConfiguration settings, Exchange exchange, HealthProbe health, TimeProvider clock, ILoggerFactory logs)
    {
        var watch = new NodeWatch(exchange, health, clock, logs);
        try
        {
            await watch.ApplyAsync(settings);
            return watch;
        }
        catch
        {
            await watch.DisposeAsync();
            throw;
        }
    }

    /// <summary>Shows from now on what another configuration wants to be shown; when that cannot be, what was shown before.</summary>
    /// <exception cref="StartException">The port for health and metrics cannot be had.</exception>
    public async Task ApplyAsync(NodeConfiguration settings)
    {
        var before = _settings;
        try
        {
            foreach (var part in _parts)
            {
                await part.ApplyAsync(settings);
            }

            _settings = settings;
        }
        catch (StartException)
        {
            foreach (var part in _parts)
            {
                await part.ApplyAsync(before);
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
        {
            await part.DisposeAsync();
        }

        _sip.Dispose();
    }

    private object? Hep(NodeConfiguration settings) =>
        settings.Hep.Address.Length > 0 ? new HepExport(settings.Hep, _exchange.Watch, _exchange.Dialogs, _clock, _log) : null;

    private static object? Otlp(NodeConfiguration settings) => settings.Telemetry.Otlp.Endpoint.Length > 0
        ? new OtlpExport(settings.Telemetry.Otlp, settings.Node.ActualName, settings.IsClustered ? settings.Cluster.Name : "")
        : null;

    private async Task<object?> HttpAsync(NodeConfiguration settings)
    {
        var http = settings.Telemetry.Http;
        if (http.Port == 0)
        {
            return null;
        }

        ListenerAddresses.TryParse(http.Address, out var address);
        return await WatchServer.StartAsync(new IPEndPoint(address!, http.Port), Health, fault => _figures.LogError(fault, "A figure cannot be read, and is missing"));
    }
}

/// <summary>One way in which a node is watched, running or not.</summary>
/// <param name="settingsOf">Its part of the configuration.</param>
/// <param name="begin">Makes it; null when the configuration does without.</param>
internal sealed class WatchPart(Func<NodeConfiguration, object> settingsOf, Func<NodeConfiguration, Task<object?>> begin) : IAsyncDisposable
{
    private object? _settings;
    private object? _running;

    /// <summary>Begins, ends, or begins anew when its settings differ.</summary>
    public async Task ApplyAsync(NodeConfiguration configuration)
    {
        var wanted = settingsOf(configuration);
        if (wanted.Equals(_settings))
        {
            return;
        }

        await DisposeAsync();
        _settings = null;
        _running = await begin(configuration);
        _settings = wanted;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var running = _running;
        _running = null;
        if (running is IAsyncDisposable slow)
        {
            await slow.DisposeAsync();
        }
        else
        {
            (running as IDisposable)?.Dispose();
        }
    }
}
