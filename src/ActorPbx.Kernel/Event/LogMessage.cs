using System.Globalization;

namespace ActorPbx.Kernel.Event;

/// <summary>Puts arguments into a log text.</summary>
public interface ILogMessageFormatter
{
    /// <summary>Formats.</summary>
    string Format(string format, params object[] args);

    /// <summary>Formats.</summary>
    string Format(string format, IEnumerable<object> args);
}

/// <summary>Formats as <see cref="string.Format(string, object[])"/> does.</summary>
public class DefaultLogMessageFormatter : ILogMessageFormatter
{
    /// <summary>The one value of this type.</summary>
    public static readonly DefaultLogMessageFormatter Instance = new();

    /// <inheritdoc />
    public string Format(string format, params object[] args) =>
        args is { Length: > 0 } ? string.Format(CultureInfo.CurrentCulture, format, args) : format;

    /// <inheritdoc />
    public string Format(string format, IEnumerable<object> args) => Format(format, [.. args]);
}

/// <summary>A log text that is put together only when it is written.</summary>
public class LogMessage
{
    /// <summary>Keeps the parts.</summary>
    public LogMessage(ILogMessageFormatter formatter, string format, params object[] args)
    {
        Formatter = formatter;
        Format = format;
        Args = args;
    }

    /// <summary>What puts it together.</summary>
    protected ILogMessageFormatter Formatter { get; }

    /// <summary>The text with places.</summary>
    public string Format { get; }

    /// <summary>What goes into the places.</summary>
    public object[] Args { get; }

    /// <summary>What goes into the places.</summary>
    public IEnumerable<object> Parameters() => Args;

    /// <summary>The parts, not put together.</summary>
    public string Unformatted() => $"{Format} [{string.Join(", ", Args)}]";

    /// <inheritdoc />
    public override string ToString()
    {
        try
        {
            return Formatter.Format(Format, Args);
        }
        catch (FormatException e)
        {
            return $"Received a malformed formatted log message. Template: {Format}. Args: [{string.Join(",", Args)}]. {e.Message}";
        }
    }
}
