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
public abstract class LogMessage
{
    private IReadOnlyDictionary<string, object>? _properties;

    /// <summary>What puts it together.</summary>
    protected readonly ILogMessageFormatter Formatter;

    /// <summary>Keeps the formatter and the text with places.</summary>
    protected LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>The text with places.</summary>
    public string Format { get; }

    /// <summary>The names of the places, in their order; those of numbered places are their numbers.</summary>
    public IReadOnlyList<string> PropertyNames => MessageTemplateParser.GetPropertyNames(Format);

    /// <summary>What goes into the places, by their names; places without an argument are not there.</summary>
    public IReadOnlyDictionary<string, object> GetProperties()
    {
        if (_properties is null)
        {
            var properties = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach ((string name, object value) in PropertyNames.Zip(Parameters()))
            {
                properties[name] = value;
            }

            _properties = properties;
        }

        return _properties;
    }

    /// <summary>What goes into the places.</summary>
    public abstract IEnumerable<object> Parameters();

    /// <summary>What goes into the places, joined by commas.</summary>
    public abstract string Unformatted();

    /// <summary>The text with the arguments in their places; where they do not fit, the text and the arguments beside each other.</summary>
    private protected string Together(IEnumerable<object> args)
    {
        try
        {
            return args is object[] given ? Formatter.Format(Format, given) : Formatter.Format(Format, args);
        }
        catch (FormatException e)
        {
            return $"[INVALID LOG FORMAT] Received a malformed formatted log message. Template: {Format}. Args: [{string.Join(",", args)}]. {e.Message}";
        }
    }
}

/// <summary>A log text whose arguments keep their types until it is written.</summary>
internal sealed class LogMessage<T>(ILogMessageFormatter formatter, string format, T arg) : LogMessage(formatter, format)
    where T : IEnumerable<object>
{
    public T Arg { get; } = arg;

    public override IEnumerable<object> Parameters() => Arg;

    public override string Unformatted() => string.Join(",", Arg);

    public override string ToString() => Together(Arg);
}

/// <summary>A log text with arguments in an array.</summary>
internal sealed class DefaultLogMessage(ILogMessageFormatter formatter, string format, params object[] args) : LogMessage(formatter, format)
{
    public object[] Args { get; } = args;

    public override IEnumerable<object> Parameters() => Args;

    public override string Unformatted() => string.Join(",", Args);

    public override string ToString() => Together(Args);
}
