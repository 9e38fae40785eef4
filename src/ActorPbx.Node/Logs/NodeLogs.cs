using ActorPbx.Node.Running;
using ActorPbx.Node.Settings;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>The node's log, as configured.</summary>
public static class NodeLogs
{
    /// <summary>Opens the log; disposing it writes what is still waiting.</summary>
    /// <exception cref="StartException">The log file cannot be written.</exception>
    public static ILoggerFactory Open(LogSettings settings, NodePaths paths, LogLevelSwitch level)
    {
        var journal = settings.File.Length == 0 && Journal.ReadsStandardOutput();
        ILogForm form = settings.Format == LogFormat.Json ? new JsonForm() : new TextForm { Stamped = !journal };
        form = journal ? new JournalForm(form) : form;
        var provider = new LineLoggerProvider(new LogWriter(Sink(settings, paths), form), TimeProvider.System);
        var factory = new LoggerFactory([], level);
        factory.AddProvider(provider); // one that is added is disposed with the factory, one given to its constructor is not
        return factory;
    }

    private static ILogSink Sink(LogSettings settings, NodePaths paths)
    {
        if (settings.File.Length == 0)
        {
            return new ConsoleSink();
        }

        var path = Path.GetFullPath(settings.File, paths.DataDirectory);
        try
        {
            return new FileSink(path, settings.FileSize, settings.FilesKept);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The log file {path} cannot be written: {e.Message}; set log.file to another path.", e);
        }
    }
}
