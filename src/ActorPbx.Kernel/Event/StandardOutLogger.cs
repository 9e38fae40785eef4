namespace ActorPbx.Kernel.Event;

/// <summary>Writes log events to the console, in the colour of their level where that is wanted.</summary>
public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock s_console = new();

    /// <summary>Of details.</summary>
    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    /// <summary>Of news.</summary>
    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    /// <summary>Of warnings.</summary>
    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    /// <summary>Of errors.</summary>
    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    /// <summary>Whether colours are used; never when the output is redirected.</summary>
    public static bool UseColors { get; set; } = true;

    /// <inheritdoc />
    public override string ToString() => "StandardOutLogger";

    /// <inheritdoc />
    protected override void Log(object message)
    {
        if (message is LogEvent logEvent)
        {
            PrintLogEvent(logEvent, Filter);
        }
        else
        {
            Console.WriteLine(message);
        }
    }

    /// <summary>Writes one event as a line.</summary>
    public static void PrintLogEvent(LogEvent logEvent) => PrintLogEvent(logEvent, LogFilterEvaluator.NoFilters);

    internal static void PrintLogEvent(LogEvent logEvent, LogFilterEvaluator filter)
    {
        if (!filter.ShouldTryKeepMessage(logEvent, out string line))
        {
            return;
        }

        if (!UseColors || Console.IsOutputRedirected)
        {
            Console.WriteLine(line);
            return;
        }

        lock (s_console)
        {
            ConsoleColor before = Console.ForegroundColor;
            Console.ForegroundColor = ColorOf(logEvent.LogLevel());
            Console.WriteLine(line);
            Console.ForegroundColor = before;
        }
    }

    private static ConsoleColor ColorOf(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => DebugColor,
        LogLevel.InfoLevel => InfoColor,
        LogLevel.WarningLevel => WarningColor,
        _ => ErrorColor,
    };
}
