using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>Turns what the node's parts log into lines for a <see cref="LogWriter"/>.</summary>
[ProviderAlias("Lines")]
public sealed class LineLoggerProvider(LogWriter writer, TimeProvider clock) : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentDictionary<string, LineLogger> _loggers = new(StringComparer.Ordinal);
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, name => new LineLogger(name, writer, clock, () => _scopes));

    /// <inheritdoc/>
    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}

/// <summary>The logger of one part of the node.</summary>
internal sealed class LineLogger(string category, LogWriter writer, TimeProvider clock, Func<IExternalScopeProvider> scopes) : ILogger
{
    // The message's own template stands among its values under this name.
    private const string OriginalFormat = "{OriginalFormat}";

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => scopes().Push(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var fields = new List<KeyValuePair<string, object?>>();
        scopes().ForEachScope(static (scope, into) => Collect(scope, into), fields);
        Collect(state, fields);
        var message = formatter(state, exception);
        writer.Write(new LogLine(clock.GetUtcNow(), logLevel, category, CallOf.Line(category, fields), message, fields, exception));
    }

    private static void Collect(object? values, List<KeyValuePair<string, object?>> into)
    {
        if (values is not IEnumerable<KeyValuePair<string, object?>> named)
        {
            return;
        }

        foreach (var field in named)
        {
            if (field.Key != OriginalFormat)
            {
                into.Add(field);
            }
        }
    }
}
