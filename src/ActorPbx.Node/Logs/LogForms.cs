using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ActorPbx.Node.Logs;

/// <summary>A line for people: <c>2026-03-01T14:30:07.123Z INF [call] source: message</c>; an exception follows, set in.</summary>
public sealed class TextForm : ILogForm
{
    /// <summary>False leaves out time and level, for a reader that has them by itself.</summary>
    public bool Stamped { get; init; } = true;

    /// <inheritdoc/>
    public void Write(LogLine line, StringBuilder text)
    {
        if (Stamped)
        {
            text.Append(line.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            text.Append(' ').Append(Short(line.Level)).Append(' ');
        }

        if (line.Call is { } call)
        {
            text.Append('[');
            LogSafety.Append(text, call);
            text.Append("] ");
        }

        LogSafety.Append(text, line.Source);
        text.Append(": ");
        LogSafety.Append(text, LogSafety.WithoutSecrets(line.Message));
        if (line.Exception is { } exception)
        {
            AppendException(text, exception);
        }
    }

    private static void AppendException(StringBuilder text, Exception exception)
    {
        foreach (var part in LogSafety.WithoutSecrets(exception.ToString()).AsSpan().EnumerateLines())
        {
            text.Append("\n    ");
            LogSafety.Append(text, part.TrimStart());
        }
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRC",
        LogLevel.Debug => "DBG",
        LogLevel.Information => "INF",
        LogLevel.Warning => "WRN",
        LogLevel.Error => "ERR",
        LogLevel.Critical => "CRT",
        _ => "???",
    };
}

/// <summary>A line for machines: one JSON object with time, level, source, call, message, named values and exception.</summary>
public sealed class JsonForm : ILogForm
{
    // Log lines are read by programs, not put into web pages: letters of all languages stay as they are.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <inheritdoc/>
    public void Write(LogLine line, StringBuilder text)
    {
        _buffer.Clear();
        using (var json = new Utf8JsonWriter(_buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", line.At.UtcDateTime);
            json.WriteString("level", line.Level.ToString().ToLowerInvariant());
            json.WriteString("source", line.Source);
            if (line.Call is { } call)
            {
                json.WriteString("call", call);
            }

            json.WriteString("message", LogSafety.WithoutSecrets(line.Message));
            WriteFields(json, line.Fields);
            if (line.Exception is { } exception)
            {
                json.WriteString("exception", LogSafety.WithoutSecrets(exception.ToString()));
            }

            json.WriteEndObject();
        }

        text.Append(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> fields)
    {
        if (fields.Count == 0)
        {
            return;
        }

        json.WriteStartObject("fields");
        foreach (var (name, value) in fields)
        {
            json.WritePropertyName(name);
            WriteValue(json, name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case var _ when LogSafety.IsSecret(name):
                json.WriteStringValue(LogSafety.Mask);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long or short or byte or uint:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(LogSafety.WithoutSecrets(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }
}
