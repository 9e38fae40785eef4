using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActorPbx.Node.Logs;

/// <summary>The least level that the log writes, changeable while it is open.</summary>
public sealed class LogLevelSwitch(LogLevel level) : IOptionsMonitor<LoggerFilterOptions>
{
    private readonly Lock _gate = new();
    private readonly List<Action<LoggerFilterOptions, string?>> _listeners = [];

    /// <inheritdoc/>
    public LoggerFilterOptions CurrentValue { get; private set; } = new() { MinLevel = level };

    /// <inheritdoc/>
    public LoggerFilterOptions Get(string? name) => CurrentValue;

    /// <inheritdoc/>
    public IDisposable OnChange(Action<LoggerFilterOptions, string?> listener)
    {
        lock (_gate)
        {
            _listeners.Add(listener);
        }

        return new Listening(this, listener);
    }

    /// <summary>From now on this is the least level.</summary>
    public void Set(LogLevel level)
    {
        Action<LoggerFilterOptions, string?>[] listeners;
        lock (_gate)
        {
            CurrentValue = new LoggerFilterOptions { MinLevel = level };
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
        {
            listener(CurrentValue, null);
        }
    }

    private void Remove(Action<LoggerFilterOptions, string?> listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    private sealed class Listening(LogLevelSwitch level, Action<LoggerFilterOptions, string?> listener) : IDisposable
    {
        public void Dispose() => level.Remove(listener);
    }
}
