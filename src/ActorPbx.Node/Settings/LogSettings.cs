using ActorPbx.Hocon;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Settings;

/// <summary>How a log line is written.</summary>
public enum LogFormat
{
    /// <summary>For people: time, level, call, source, message.</summary>
    Text,

    /// <summary>For machines: one JSON object a line.</summary>
    Json,
}

/// <summary>What the node logs, how and where to.</summary>
public sealed record LogSettings
{
    /// <summary>The least level that is written: trace, debug, information, warning, error, critical or none.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Text or JSON lines.</summary>
    public LogFormat Format { get; init; } = LogFormat.Text;

    /// <summary>A file instead of the standard output; relative to the data directory; empty: the standard output.</summary>
    public string File { get; init; } = "";

    /// <summary>A file that grows past so many bytes becomes FILE.1, FILE.1 becomes FILE.2 …</summary>
    [HoconBytes]
    public long FileSize { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many older files are kept.</summary>
    public int FilesKept { get; init; } = 5;
}
