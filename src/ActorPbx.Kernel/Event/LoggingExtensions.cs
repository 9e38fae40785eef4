namespace ActorPbx.Kernel.Event;

/// <summary>Writes to a log by level; what is switched off costs no allocation.</summary>
public static class LoggingExtensions
{
    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.DebugLevel, cause, format);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
        {
            log.Log(LogLevel.DebugLevel, null, new LogMessage<LogValues<T1>>(log.Formatter, format, new LogValues<T1>(arg1)));
        }
    }

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
        {
            log.Log(LogLevel.DebugLevel, null, new LogMessage<LogValues<T1, T2>>(log.Formatter, format, new LogValues<T1, T2>(arg1, arg2)));
        }
    }

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
        {
            log.Log(LogLevel.DebugLevel, null, new LogMessage<LogValues<T1, T2, T3>>(log.Formatter, format, new LogValues<T1, T2, T3>(arg1, arg2, arg3)));
        }
    }

    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
        {
            log.Log(LogLevel.DebugLevel, null, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.DebugLevel))
        {
            log.Log(LogLevel.DebugLevel, cause, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.InfoLevel, cause, format);

    /// <summary>Writes news.</summary>
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
        {
            log.Log(LogLevel.InfoLevel, null, new LogMessage<LogValues<T1>>(log.Formatter, format, new LogValues<T1>(arg1)));
        }
    }

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
        {
            log.Log(LogLevel.InfoLevel, null, new LogMessage<LogValues<T1, T2>>(log.Formatter, format, new LogValues<T1, T2>(arg1, arg2)));
        }
    }

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
        {
            log.Log(LogLevel.InfoLevel, null, new LogMessage<LogValues<T1, T2, T3>>(log.Formatter, format, new LogValues<T1, T2, T3>(arg1, arg2, arg3)));
        }
    }

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
        {
            log.Log(LogLevel.InfoLevel, null, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.InfoLevel))
        {
            log.Log(LogLevel.InfoLevel, cause, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.WarningLevel, cause, format);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
        {
            log.Log(LogLevel.WarningLevel, null, new LogMessage<LogValues<T1>>(log.Formatter, format, new LogValues<T1>(arg1)));
        }
    }

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
        {
            log.Log(LogLevel.WarningLevel, null, new LogMessage<LogValues<T1, T2>>(log.Formatter, format, new LogValues<T1, T2>(arg1, arg2)));
        }
    }

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
        {
            log.Log(LogLevel.WarningLevel, null, new LogMessage<LogValues<T1, T2, T3>>(log.Formatter, format, new LogValues<T1, T2, T3>(arg1, arg2, arg3)));
        }
    }

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
        {
            log.Log(LogLevel.WarningLevel, null, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.WarningLevel))
        {
            log.Log(LogLevel.WarningLevel, cause, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.ErrorLevel, cause, format);

    /// <summary>Writes an error.</summary>
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
        {
            log.Log(LogLevel.ErrorLevel, null, new LogMessage<LogValues<T1>>(log.Formatter, format, new LogValues<T1>(arg1)));
        }
    }

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
        {
            log.Log(LogLevel.ErrorLevel, null, new LogMessage<LogValues<T1, T2>>(log.Formatter, format, new LogValues<T1, T2>(arg1, arg2)));
        }
    }

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
        {
            log.Log(LogLevel.ErrorLevel, null, new LogMessage<LogValues<T1, T2, T3>>(log.Formatter, format, new LogValues<T1, T2, T3>(arg1, arg2, arg3)));
        }
    }

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
        {
            log.Log(LogLevel.ErrorLevel, null, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format, params object[] args)
    {
        if (log.IsEnabled(LogLevel.ErrorLevel))
        {
            log.Log(LogLevel.ErrorLevel, cause, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel logLevel, string format) => log.Log(logLevel, null, format);

    /// <summary>Writes at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel logLevel, string format, params object[] args)
    {
        if (log.IsEnabled(logLevel))
        {
            log.Log(logLevel, null, new DefaultLogMessage(log.Formatter, format, args));
        }
    }

    /// <summary>Writes at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, params object[] args)
    {
        if (log.IsEnabled(logLevel))
        {
            log.Log(logLevel, cause, new DefaultLogMessage(log.Formatter, format, args));
        }
    }
}
