using ActorPbx.Hocon;
using ActorPbx.Node.Logs;
using ActorPbx.Node.Settings;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Storage.Store;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Running;

/// <summary>The node's actor system, with the settings under <c>akka</c> of the configuration.</summary>
internal static class NodeSystem
{
    private const string Name = "actorpbx";

    public static ActorSystem Start(LoadedConfiguration configuration, ILoggerFactory logs)
    {
        var own = configuration.Tree.Root.Find("akka") is HoconObject akka ? $"akka {HoconRenderer.Render(akka)}\n" : "";
        ActorLog.Factory = logs;
        // The process listens for signals itself and drains first, so the runtime's own hook stays out of it.
        return ActorSystem.Create(Name, ConfigurationFactory.ParseString($$"""
            {{own}}
            akka {
              loggers = ["{{ActorLog.TypeName}}"]
              stdout-loglevel = OFF
              loglevel = {{ActorLevel(configuration.Settings.Log.Level)}}
              coordinated-shutdown.run-by-clr-shutdown-hook = off
            }
            {{StoreActor.DispatcherSettings}}
            {{MessageExecutor.Settings}}
            """));
    }

    /// <summary>Changes the least level that actors log at, to that of the node's log.</summary>
    public static void SetLevel(ActorSystem system, LogLevel level) => system.EventStream.SetLogLevel(Logging.LogLevelFor(ActorLevel(level)));

    private static string ActorLevel(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARNING",
        LogLevel.Error or LogLevel.Critical => "ERROR",
        _ => "OFF",
    };
}
