using System.Text;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>The system's journal, when it is what reads the standard output.</summary>
public static class Journal
{
    /// <summary>systemd.exec(5): JOURNAL_STREAM names device and inode of the stream to the journal; it counts only for an output that is this very stream.</summary>
    public static bool ReadsStandardOutput() => IsStream(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), new FileInfo("/proc/self/fd/1").LinkTarget);

    /// <summary>Whether a stream of the journal, as "device:inode", is what an open file links to, as "socket:[inode]".</summary>
    public static bool IsStream(string? journal, string? link)
    {
        var at = journal?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return at > 0 && link == $"socket:[{journal![(at + 1)..]}]";
    }
}

/// <summary>A line for the journal: sd-daemon(3)'s priority before each line of another form, for an exception's lines are entries of their own there.</summary>
public sealed class JournalForm(ILogForm form) : ILogForm
{
    /// <inheritdoc/>
    public void Write(LogLine line, StringBuilder text)
    {
        var priority = Priority(line.Level);
        text.Append(priority);
        var from = text.Length;
        form.Write(line, text);
        text.Replace("\n", "\n" + priority, from, text.Length - from);
    }

    private static string Priority(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "<7>",
        LogLevel.Information => "<6>",
        LogLevel.Warning => "<4>",
        LogLevel.Error => "<3>",
        LogLevel.Critical => "<2>",
        _ => "<5>",
    };
}
