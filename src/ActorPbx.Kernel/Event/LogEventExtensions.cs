using System.Diagnostics.CodeAnalysis;

namespace ActorPbx.Kernel.Event;

/// <summary>Takes a log event's text apart, for loggers that keep its arguments by name.</summary>
public static class LogEventExtensions
{
    /// <summary>The arguments by name; false if the text was put together before it was logged.</summary>
    public static bool TryGetProperties(this LogEvent evt, [NotNullWhen(true)] out IReadOnlyDictionary<string, object>? properties)
    {
        properties = (evt.Message as LogMessage)?.GetProperties();
        return properties is not null;
    }

    /// <summary>The names of the text's places; none if it was put together before it was logged.</summary>
    public static IReadOnlyList<string> GetPropertyNames(this LogEvent evt) => (evt.Message as LogMessage)?.PropertyNames ?? [];

    /// <summary>The text with its places; the text itself if it was put together before it was logged.</summary>
    public static string GetTemplate(this LogEvent evt) => evt.Message is LogMessage message ? message.Format : evt.Message?.ToString() ?? "";

    /// <summary>What goes into the places; nothing if the text was put together before it was logged.</summary>
    public static IEnumerable<object> GetParameters(this LogEvent evt) => (evt.Message as LogMessage)?.Parameters() ?? [];
}
