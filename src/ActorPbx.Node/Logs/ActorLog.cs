using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>Carries what actors log from the event stream to the node's log, with the path of the actor that spoke.</summary>
public sealed class ActorLog : UntypedActor
{
    private readonly ILoggerFactory _factory;
    private readonly Dictionary<Type, ILogger> _loggers = [];

    /// <summary>Carries log events to the loggers of a factory.</summary>
    public ActorLog(ILoggerFactory factory) => _factory = factory;

    /// <summary>Starts it in a system, for every level.</summary>
    public static void Start(ActorSystem system, ILoggerFactory factory)
    {
        var log = system.ActorOf(Props.Create(() => new ActorLog(factory)), "log");
        foreach (var kind in (Type[])[typeof(Debug), typeof(Info), typeof(Warning), typeof(Error)])
        {
            system.EventStream.Subscribe(log, kind);
        }
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is not LogEvent said)
        {
            return;
        }

        if (!_loggers.TryGetValue(said.LogClass, out var logger))
        {
            _loggers[said.LogClass] = logger = _factory.CreateLogger(said.LogClass.Name);
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
}
