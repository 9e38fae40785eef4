using System.Runtime.InteropServices;
using ActorPbx.Node.Cli;
using ActorPbx.Node.Logs;
using ActorPbx.Node.Service;
using ActorPbx.Node.Settings;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Running;

/// <summary>The life of the process that is a node: it takes its data directory, starts, waits for its end, drains and leaves.</summary>
internal static class NodeRun
{
    /// <exception cref="StartException">The node cannot start.</exception>
    public static async Task<int> RunAsync(LoadedConfiguration configuration, TextWriter output)
    {
        using var data = DataDirectory.Take(configuration.Paths);
        var level = new LogLevelSwitch(configuration.Settings.Log.Level);
        using var logs = NodeLogs.Open(configuration.Settings.Log, configuration.Paths, level);
        var log = logs.CreateLogger("node");
        ReportEscapedFaults(log, logs);
        await using var node = await RunningNode.StartAsync(configuration, logs, level, TimeProvider.System);
        StartBanner.Write(configuration, node.Exchange, output);
        log.LogInformation("The node runs on {Configuration}", configuration.Paths.ConfigurationFile);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, node, logs));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, node, logs));
        using var manager = ServiceManager.OfEnvironment();
        using var hangUp = Console.IsOutputRedirected ? PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => OnHangUp(signal, node, manager)) : null;
        await Task.WhenAll(node.Drain.Done, new ServiceLife(manager, node.Health, node.Drain, TimeProvider.System, log).RunAsync());
        log.LogInformation("No call is left; the node ends");
        return ExitCode.Done;
    }

    private static void OnSignal(PosixSignalContext signal, RunningNode node, ILoggerFactory logs)
    {
        signal.Cancel = true;
        var log = logs.CreateLogger("node");
        if (node.Drain.HasBegun)
        {
            log.LogWarning("A second signal: the node ends at once");
            logs.Dispose();
            Environment.Exit(ExitCode.Interrupted);
        }

        log.LogInformation("{Signal}: no new calls, the others may go on for {Time}; a second signal ends them", signal.Signal, node.DrainTimeout);
        node.Drain.Begin(node.DrainTimeout);
    }

    // A daemon's word for "read your configuration again"; at a terminal it means that the terminal is gone.
    private static void OnHangUp(PosixSignalContext signal, RunningNode node, ServiceManager manager)
    {
        signal.Cancel = true;
        _ = ReloadAsync();

        async Task ReloadAsync()
        {
            manager.Reloading();
            await node.Reload.RunAsync(checkOnly: false, CancellationToken.None);
            manager.Ready("taking calls");
        }
    }

    // The last net: nothing is meant to fall into it.
    private static void ReportEscapedFaults(ILogger log, ILoggerFactory logs)
    {
        TaskScheduler.UnobservedTaskException += (_, fault) =>
        {
            log.LogError(fault.Exception, "A background task failed unseen");
            fault.SetObserved();
        };
        AppDomain.CurrentDomain.UnhandledException += (_, fault) =>
        {
            log.LogCritical(fault.ExceptionObject as Exception, "The node cannot go on");
            logs.Dispose();
        };
    }
}
