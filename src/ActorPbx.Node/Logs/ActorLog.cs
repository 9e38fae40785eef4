using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>The actor runtime's logger (akka.loggers): carries what actors log to the node's log, with the path of the actor that spoke.</summary>
public sealed class ActorLog : UntypedActor
{
    private readonly Dictionary<string, ILogger> _loggers = [];

    /// <summary>Where the log goes. The runtime makes its loggers itself, without arguments, so this is set before a system starts.</summary>
    public static ILoggerFactory Factory { get; set; } = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;

    /// <summary>The value for akka.loggers.</summary>
    public static string TypeName => $"{typeof(ActorLog).FullName}, {typeof(ActorLog).Assembly.GetName().Name}";

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is InitializeLogger)
        {
            Sender.Tell(new LoggerInitialized());
            return;
        }

        if (message is not LogEvent said)
        {
            return;
        }

        var category = Category(said);
        if (!_loggers.TryGetValue(category, out var logger))
        {
            _loggers[category] = logger = Factory.CreateLogger(category);
        }

        var level = said switch
        {
            Debug => LogLevel.Debug,
            Info => LogLevel.Information,
            Warning => LogLevel.Warning,
            _ => LogLevel.Error,
        };
        KeyValuePair<string, object?>[] state = [new("ActorPath", said.LogSource)];
        logger.Log(level, default, state, said.Cause, (_, _) => said.Message?.ToString() ?? "");
    }

    // A logger made for a name bears it before " (akka://system)"; one made for an actor has the actor's class.
    private static string Category(LogEvent said)
    {
        if (said.LogClass != typeof(DummyClassForStringSources))
        {
            return said.LogClass.Name;
        }

        var end = said.LogSource.IndexOf(" (", StringComparison.Ordinal);
        return end > 0 ? said.LogSource[..end] : said.LogSource;
    }
}
