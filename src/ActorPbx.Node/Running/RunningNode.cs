using System.Net.Sockets;
using ActorPbx.Domain.Nodes;
using ActorPbx.Media.Gateway;
using ActorPbx.Node.Control;
using ActorPbx.Node.Health;
using ActorPbx.Node.Logs;
using ActorPbx.Node.Memory;
using ActorPbx.Node.Reload;
using ActorPbx.Node.Settings;
using ActorPbx.Node.Telemetry;
using ActorPbx.Pbx;
using ActorPbx.Pbx.Domains;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Transport;
using ActorPbx.Storage.Settings;
using ActorPbx.Storage.Store;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Running;

/// <summary>A node that is up: actor system, store, media gateway, exchange and control socket, put together here and nowhere else.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    private readonly ActorSystem _system;
    private readonly ControlServer _control;
    private readonly NodeCluster? _cluster;
    private readonly NodeWatch _watch;

    private RunningNode(ActorSystem system, Exchange exchange, NodeCluster? cluster, ControlServer control, NodeWatch watch, NodeDrain drain, NodeReload reload) =>
        (_system, Exchange, _cluster, _control, _watch, Drain, Reload) = (system, exchange, cluster, control, watch, drain, reload);

    /// <summary>The exchange.</summary>
    public Exchange Exchange { get; }

    /// <summary>The way to end it.</summary>
    public NodeDrain Drain { get; }

    /// <summary>How it is.</summary>
    public HealthProbe Health => _watch.Health;

    /// <summary>How long calls may go on when nobody says otherwise.</summary>
    public TimeSpan DrainTimeout => Reload.InForce.Settings.Node.DrainTimeout;

    /// <summary>Reads the configuration again.</summary>
    public NodeReload Reload { get; }

    /// <summary>Starts a node; when this returns, phones can register and operators can ask.</summary>
    /// <exception cref="StartException">It cannot start; nothing is left behind.</exception>
    public static async Task<RunningNode> StartAsync(LoadedConfiguration configuration, ILoggerFactory logs, LogLevelSwitch level, TimeProvider clock)
    {
        var settings = configuration.Settings;
        var name = settings.Node.ActualName;
        var tls = NodeTls.Options(configuration, clock, logs.CreateLogger("node"));
        var system = NodeSystem.Start(configuration, logs);
        NodeCluster? cluster = null;
        NodeWatch? watch = null;
        try
        {
            var store = system.ActorOf(StoreActor.For(Storage(configuration), clock), "store");
            var media = system.ActorOf(MediaGatewayActor.For(settings.Media), "media");
            cluster = NodeCluster.Start(system, configuration, store, clock);
            var parts = new ExchangeParts(name, settings.ToPbxSettings(), configuration.Directory, tls, store, media, clock, cluster?.Exchange);
            var exchange = Listen(system, parts, settings.Sip);
            await WaitUntilReadyAsync(exchange, configuration.Paths);
            var drain = new NodeDrain(exchange.Domains, clock, cluster is null ? null : cluster.LeaveAsync, cluster?.Who.Roles.HasFlag(NodeRoles.Trunk) == true ? cluster.CallsUnderWayAsync : null);
            var bus = cluster?.Node.Statistics;
            watch = await NodeWatch.StartAsync(settings, exchange, new HealthProbe(exchange.Domains, store, bus is null ? null : () => bus.BusFault, clock), clock, logs);
            var reload = new NodeReload(new ReloadParts(configuration, system, exchange, cluster?.Actors.Directory, watch, level, logs.CreateLogger("node")));
            var node = new OperatedNode(
                exchange.Domains, store, new NodeFacts(name, () => reload.InForce, exchange, clock.GetUtcNow()), drain,
                cluster is null ? null : new ClusterOperations(settings.Cluster.Name, cluster, clock), cluster?.Actors.Central, exchange.Bans, new TraceDesk(exchange, clock), reload);
            var operations = new PbxOperations(node, () => reload.InForce.Settings.Node.DrainTimeout, clock);
            var control = ControlServer.Start(configuration.Paths.ControlSocket, operations, logs.CreateLogger("control"));
            Garbage.Prepare();
            system.ActorOf(Props.Create(() => new CollectionActor(Garbage.Collect, clock)), "collection");
            exchange.Open();
            NodeTls.Watch(system, exchange, settings.Sip.Tls);
            cluster?.Serve(exchange);
            return new RunningNode(system, exchange, cluster, control, watch, drain, reload);
        }
        catch
        {
            await (watch?.DisposeAsync() ?? ValueTask.CompletedTask);
            await (cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
            await system.Terminate();
            throw;
        }
    }

    /// <summary>Closes the exchange's listeners, lets the store write what it holds, and ends the actors.</summary>
    public async ValueTask DisposeAsync()
    {
        var shutdown = CoordinatedShutdown.Get(_system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "close-sip", async () =>
        {
            await Exchange.DisposeAsync();
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "close-control", async () =>
        {
            await _control.DisposeAsync();
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "close-watch", async () =>
        {
            await _watch.DisposeAsync();
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave-cluster", async () =>
        {
            await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
            return Done.Instance;
        });
        try
        {
            await shutdown.Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance).WaitAsync(EndPatience);
        }
        catch (TimeoutException)
        {
            // What hangs now would hang for ever; the process ends regardless.
        }
    }

    private static Exchange Listen(ActorSystem system, ExchangeParts parts, SipSettings sip)
    {
        try
        {
            return Exchange.Start(system, parts);
        }
        catch (SipTransportException e)
        {
            var owner = e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } ? Owner(e.Message, sip) : null;
            throw new StartException(e.Message + (owner is null ? "" : $": {owner}") + (parts.Cluster is null ? "; end that program, or change sip.listen." : "; end that program, or change sip.listen or links.listen."), e);
        }
    }

    // The stack's sentence names the end point that failed.
    private static string? Owner(string message, SipSettings sip) => sip.Listen
        .Where(l => message.Contains($"{l.Transport.ToString().ToUpperInvariant()} {ListenerAddresses.Describe(l)}:", StringComparison.Ordinal))
        .Select(l => PortOwner.Find(l.Transport == ListenerTransport.Udp, ListenerAddresses.EndPointOf(l)))
        .FirstOrDefault(found => found is not null);

    private static async Task WaitUntilReadyAsync(Exchange exchange, NodePaths paths)
    {
        try
        {
            await exchange.Domains.Ask<Ready>(new WaitUntilReady(), StorePatience);
        }
        catch (AskTimeoutException e)
        {
            await exchange.DisposeAsync();
            throw new StartException($"The database in {paths.DataDirectory} did not open in {StorePatience.TotalSeconds:0} seconds; see the log above, and whether the disk is full.", e);
        }
    }

    private static StorageSettings Storage(LoadedConfiguration configuration)
    {
        var section = configuration.Settings.Storage;
        return new StorageSettings
        {
            Directory = configuration.Paths.DataDirectory,
            LockTimeout = section.LockTimeout,
            Attempts = section.Attempts,
            RetryInterval = section.RetryInterval,
            QueueLimit = section.QueueLimit,
        };
    }
}
