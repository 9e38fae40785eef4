using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Event;

/// <summary>How much a log event matters.</summary>
public enum LogLevel
{
    /// <summary>For whoever looks for a fault.</summary>
    DebugLevel,

    /// <summary>The ordinary course of things.</summary>
    InfoLevel,

    /// <summary>Something may go wrong.</summary>
    WarningLevel,

    /// <summary>Something went wrong.</summary>
    ErrorLevel,
}

/// <summary>One line for the log, on its way.</summary>
public abstract class LogEvent : INoSerializationVerificationNeeded
{
    /// <summary>Notes time and thread.</summary>
    protected LogEvent()
    {
        Timestamp = DateTime.UtcNow;
        Thread = Thread.CurrentThread;
    }

    /// <summary>Why, if an exception is behind it.</summary>
    public Exception? Cause { get; protected set; }

    /// <summary>When, in UTC.</summary>
    public DateTime Timestamp { get; private set; }

    /// <summary>On which thread.</summary>
    public Thread Thread { get; private set; }

    /// <summary>Who logs.</summary>
    public string LogSource { get; protected set; } = "";

    /// <summary>The class of who logs.</summary>
    public Type LogClass { get; protected set; } = typeof(object);

    /// <summary>What is logged.</summary>
    public object Message { get; protected set; } = "";

    /// <summary>The level.</summary>
    public abstract LogLevel LogLevel();

    /// <inheritdoc />
    public override string ToString()
    {
        string level = LogLevel().ToString().Replace("Level", "", StringComparison.Ordinal).ToUpperInvariant();
        string line = $"[{level}][{Timestamp:MM/dd/yyyy HH:mm:ss.fffK}][Thread {Thread.ManagedThreadId:0000}][{LogSource}] {Message}";
        return Cause is null ? line : $"{line}{Environment.NewLine}Cause: {Cause}";
    }
}

/// <summary>An error.</summary>
public class Error : LogEvent
{
    /// <summary>With a cause.</summary>
    public Error(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.ErrorLevel;
}

/// <summary>A warning.</summary>
public class Warning : LogEvent
{
    /// <summary>With a cause.</summary>
    public Warning(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <summary>Without a cause.</summary>
    public Warning(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.WarningLevel;
}

/// <summary>News.</summary>
public class Info : LogEvent
{
    /// <summary>With a cause.</summary>
    public Info(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <summary>Without a cause.</summary>
    public Info(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.InfoLevel;
}

/// <summary>A detail.</summary>
public class Debug : LogEvent
{
    /// <summary>With a cause.</summary>
    public Debug(Exception? cause, string logSource, Type logClass, object message)
    {
        Cause = cause;
        LogSource = logSource;
        LogClass = logClass;
        Message = message;
    }

    /// <summary>Without a cause.</summary>
    public Debug(string logSource, Type logClass, object message)
        : this(null, logSource, logClass, message)
    {
    }

    /// <inheritdoc />
    public override LogLevel LogLevel() => Event.LogLevel.DebugLevel;
}

/// <summary>Asks a logger to start.</summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    /// <summary>Where its events come from.</summary>
    public LoggingBus LoggingBus { get; } = loggingBus;
}

/// <summary>A logger's answer that it has started.</summary>
public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression;

/// <summary>Nobody handled a message.</summary>
public sealed class UnhandledMessage(object message, IActorRef sender, IActorRef recipient)
{
    /// <summary>The message.</summary>
    public object Message { get; } = message;

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; } = sender;

    /// <summary>Who got it.</summary>
    public IActorRef Recipient { get; } = recipient;
}

/// <summary>A message that is not reported when it cannot be delivered.</summary>
public interface IDeadLetterSuppression;

/// <summary>A message that could not be delivered.</summary>
public abstract class AllDeadLetters : IWrappedMessage
{
    /// <summary>Makes one.</summary>
    protected AllDeadLetters(object message, IActorRef? sender, IActorRef? recipient)
    {
        Message = message;
        Sender = sender!;
        Recipient = recipient!;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>For whom it was.</summary>
    public IActorRef Recipient { get; }

    /// <summary>Who sent it.</summary>
    public IActorRef Sender { get; }

    /// <inheritdoc />
    public override string ToString() => $"DeadLetter from {Sender} to {Recipient}: <{Message}>";
}

/// <summary>A message that could not be delivered.</summary>
public sealed class DeadLetter(object message, IActorRef? sender, IActorRef? recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>A message that could not be delivered and asks not to be reported.</summary>
public sealed class SuppressedDeadLetter(object message, IActorRef? sender, IActorRef? recipient) : AllDeadLetters(message, sender, recipient);

/// <summary>A message dropped on the way, such as by a full mailbox.</summary>
public sealed class Dropped(object message, string reason, IActorRef? sender, IActorRef? recipient) : AllDeadLetters(message, sender, recipient)
{
    /// <summary>Without a sender.</summary>
    public Dropped(object message, string reason, IActorRef? recipient)
        : this(message, reason, ActorRefs.NoSender, recipient)
    {
    }

    /// <summary>Why.</summary>
    public string Reason { get; } = reason;
}
