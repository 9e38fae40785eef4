namespace ActorPbx.Kernel.Event;

/// <summary>Writes to a log by level; what is switched off costs no allocation. Overloads up to six arguments box nothing before it is written.</summary>
public static class LoggingExtensions
{
    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, string format) => log.Log(LogLevel.DebugLevel, null, format);

    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.DebugLevel, cause, format);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, string format, T1 arg1) => log.Log(LogLevel.DebugLevel, null, format, arg1);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.DebugLevel, null, format, arg1, arg2);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.DebugLevel, null, format, arg1, arg2, arg3);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.DebugLevel, null, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.DebugLevel, null, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.DebugLevel, null, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, string format, object[] args) => log.Log(LogLevel.DebugLevel, null, format, args);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) => log.Log(LogLevel.DebugLevel, cause, format, arg1);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.DebugLevel, cause, format, arg1, arg2);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.DebugLevel, cause, format, arg1, arg2, arg3);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.DebugLevel, cause, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3, T4, T5>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.DebugLevel, cause, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes a detail.</summary>
    public static void Debug<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.DebugLevel, cause, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes a detail.</summary>
    public static void Debug(this ILoggingAdapter log, Exception? cause, string format, object[] args) => log.Log(LogLevel.DebugLevel, cause, format, args);

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, string format) => log.Log(LogLevel.InfoLevel, null, format);

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.InfoLevel, cause, format);

    /// <summary>Writes news.</summary>
    public static void Info<T1>(this ILoggingAdapter log, string format, T1 arg1) => log.Log(LogLevel.InfoLevel, null, format, arg1);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.InfoLevel, null, format, arg1, arg2);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.InfoLevel, null, format, arg1, arg2, arg3);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.InfoLevel, null, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.InfoLevel, null, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.InfoLevel, null, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, string format, object[] args) => log.Log(LogLevel.InfoLevel, null, format, args);

    /// <summary>Writes news.</summary>
    public static void Info<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) => log.Log(LogLevel.InfoLevel, cause, format, arg1);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.InfoLevel, cause, format, arg1, arg2);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.InfoLevel, cause, format, arg1, arg2, arg3);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.InfoLevel, cause, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3, T4, T5>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.InfoLevel, cause, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes news.</summary>
    public static void Info<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.InfoLevel, cause, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes news.</summary>
    public static void Info(this ILoggingAdapter log, Exception? cause, string format, object[] args) => log.Log(LogLevel.InfoLevel, cause, format, args);

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format) => log.Log(LogLevel.WarningLevel, null, format);

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.WarningLevel, cause, format);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, string format, T1 arg1) => log.Log(LogLevel.WarningLevel, null, format, arg1);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.WarningLevel, null, format, arg1, arg2);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.WarningLevel, null, format, arg1, arg2, arg3);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.WarningLevel, null, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.WarningLevel, null, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.WarningLevel, null, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, string format, object[] args) => log.Log(LogLevel.WarningLevel, null, format, args);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) => log.Log(LogLevel.WarningLevel, cause, format, arg1);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.WarningLevel, cause, format, arg1, arg2);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.WarningLevel, cause, format, arg1, arg2, arg3);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.WarningLevel, cause, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3, T4, T5>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.WarningLevel, cause, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes a warning.</summary>
    public static void Warning<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.WarningLevel, cause, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes a warning.</summary>
    public static void Warning(this ILoggingAdapter log, Exception? cause, string format, object[] args) => log.Log(LogLevel.WarningLevel, cause, format, args);

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, string format) => log.Log(LogLevel.ErrorLevel, null, format);

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format) => log.Log(LogLevel.ErrorLevel, cause, format);

    /// <summary>Writes an error.</summary>
    public static void Error<T1>(this ILoggingAdapter log, string format, T1 arg1) => log.Log(LogLevel.ErrorLevel, null, format, arg1);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.ErrorLevel, null, format, arg1, arg2);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.ErrorLevel, null, format, arg1, arg2, arg3);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3, T4>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.ErrorLevel, null, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3, T4, T5>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.ErrorLevel, null, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.ErrorLevel, null, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, string format, object[] args) => log.Log(LogLevel.ErrorLevel, null, format, args);

    /// <summary>Writes an error.</summary>
    public static void Error<T1>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1) => log.Log(LogLevel.ErrorLevel, cause, format, arg1);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2) => log.Log(LogLevel.ErrorLevel, cause, format, arg1, arg2);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3) => log.Log(LogLevel.ErrorLevel, cause, format, arg1, arg2, arg3);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3, T4>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4) => log.Log(LogLevel.ErrorLevel, cause, format, arg1, arg2, arg3, arg4);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3, T4, T5>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) => log.Log(LogLevel.ErrorLevel, cause, format, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Writes an error.</summary>
    public static void Error<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6) => log.Log(LogLevel.ErrorLevel, cause, format, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Writes an error.</summary>
    public static void Error(this ILoggingAdapter log, Exception? cause, string format, object[] args) => log.Log(LogLevel.ErrorLevel, cause, format, args);

    /// <summary>Writes at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel level, string format) => log.Log(level, null, format);

    /// <summary>Writes at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel level, string format, object[] args) => log.Log(level, null, format, args);

    /// <summary>Writes at a level.</summary>
    public static void Log(this ILoggingAdapter log, LogLevel level, Exception? cause, string format, object[] args)
    {
        if (log.IsEnabled(level)) log.Log(level, cause, new DefaultLogMessage(log.Formatter, format, args));
    }

    /// <summary>Writes at a level.</summary>
    public static void Log<T1>(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, T1 arg1)
    {
        if (log.IsEnabled(logLevel)) log.Log(logLevel, cause, new LogMessage<LogValues<T1>>(log.Formatter, format, new LogValues<T1>(arg1)));
    }

    /// <summary>Writes at a level.</summary>
    public static void Log<T1, T2>(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, T1 arg1, T2 arg2)
    {
        if (log.IsEnabled(logLevel)) log.Log(logLevel, cause, new LogMessage<LogValues<T1, T2>>(log.Formatter, format, new LogValues<T1, T2>(arg1, arg2)));
    }

    /// <summary>Writes at a level.</summary>
    public static void Log<T1, T2, T3>(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3)
    {
        if (log.IsEnabled(logLevel)) log.Log(logLevel, cause, new LogMessage<LogValues<T1, T2, T3>>(log.Formatter, format, new LogValues<T1, T2, T3>(arg1, arg2, arg3)));
    }

    /// <summary>Writes at a level.</summary>
    public static void Log<T1, T2, T3, T4>(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
    {
        if (log.IsEnabled(logLevel)) log.Log(logLevel, cause, new LogMessage<LogValues<T1, T2, T3, T4>>(log.Formatter, format, new LogValues<T1, T2, T3, T4>(arg1, arg2, arg3, arg4)));
    }

    /// <summary>Writes at a level.</summary>
    public static void Log<T1, T2, T3, T4, T5>(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
    {
        if (log.IsEnabled(logLevel)) log.Log(logLevel, cause, new LogMessage<LogValues<T1, T2, T3, T4, T5>>(log.Formatter, format, new LogValues<T1, T2, T3, T4, T5>(arg1, arg2, arg3, arg4, arg5)));
    }

    /// <summary>Writes at a level.</summary>
    public static void Log<T1, T2, T3, T4, T5, T6>(this ILoggingAdapter log, LogLevel logLevel, Exception? cause, string format, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
    {
        if (log.IsEnabled(logLevel)) log.Log(logLevel, cause, new LogMessage<LogValues<T1, T2, T3, T4, T5, T6>>(log.Formatter, format, new LogValues<T1, T2, T3, T4, T5, T6>(arg1, arg2, arg3, arg4, arg5, arg6)));
    }
}
