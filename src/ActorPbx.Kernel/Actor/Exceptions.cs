namespace ActorPbx.Kernel.Actor;

/// <summary>Base of the runtime's exceptions.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>Without a text.</summary>
    protected AkkaException()
    {
    }

    /// <summary>With a text and a cause.</summary>
    protected AkkaException(string? message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>The cause.</summary>
    protected Exception? Cause => InnerException;
}

/// <summary>A name that is taken or not allowed.</summary>
public class InvalidActorNameException(string message, Exception? innerException = null) : AkkaException(message, innerException);

/// <summary>No answer came in time.</summary>
public class AskTimeoutException(string message) : AkkaException(message);

/// <summary>No actor was found.</summary>
public class ActorNotFoundException : AkkaException
{
    /// <summary>Without a text.</summary>
    public ActorNotFoundException()
    {
    }

    /// <summary>With a text.</summary>
    public ActorNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>An actor could not be made.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Without a text.</summary>
    public ActorInitializationException()
    {
    }

    /// <summary>With a text.</summary>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>With a text and a cause.</summary>
    public ActorInitializationException(string message, Exception? cause)
        : base(message, cause)
    {
    }

    /// <summary>With the actor, a text and a cause.</summary>
    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null)
        : base(message, cause) => Actor = actor;

    /// <summary>The actor.</summary>
    public IActorRef? Actor { get; }

    /// <inheritdoc />
    public override string ToString() => Actor is null ? base.ToString() : $"{Actor}: {base.ToString()}";
}

/// <summary>A logger did not start.</summary>
public class LoggerInitializationException(string message, Exception? cause = null) : AkkaException(message, cause);

/// <summary>An actor was told to fail.</summary>
public class ActorKilledException(string message) : AkkaException(message);

/// <summary>A path that cannot be understood.</summary>
public class IllegalActorNameException(string message) : AkkaException(message);

/// <summary>A thing is not in the state that was expected.</summary>
public class IllegalActorStateException(string message) : AkkaException(message);

/// <summary>A message that cannot be sent.</summary>
public class InvalidMessageException(string message) : AkkaException(message);

/// <summary>A watched actor ended and nobody handled the news.</summary>
public class DeathPactException(IActorRef deadActor) : AkkaException($"Monitored actor [{deadActor}] terminated")
{
    /// <summary>The actor that ended.</summary>
    public IActorRef DeadActor { get; } = deadActor;
}

/// <summary>The hook before a restart failed.</summary>
public class PreRestartException(IActorRef actor, Exception restartException, Exception cause, object? optionalMessage)
    : ActorInitializationException(
        actor,
        $"Exception in PreRestart(exception = {cause?.GetType().ToString() ?? "null"}, message = {optionalMessage?.GetType().ToString() ?? "null"})",
        restartException)
{
    /// <summary>The message that was being handled.</summary>
    public object? OptionalMessage { get; } = optionalMessage;

    /// <summary>What the hook threw.</summary>
    public Exception RestartException { get; } = restartException;
}

/// <summary>The new instance or its hook after a restart failed.</summary>
public class PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
    : ActorInitializationException(actor, $"Exception post restart ({originalCause?.GetType().ToString() ?? "null"})", cause)
{
    /// <summary>Why the actor was restarted.</summary>
    public Exception? OriginalCause { get; } = originalCause;
}

/// <summary>The scheduler failed or refused.</summary>
public sealed class SchedulerException(string message) : Exception(message);

/// <summary>A stash is full.</summary>
public class StashOverflowException(string message, Exception? cause = null) : AkkaException(message, cause);

/// <summary>The same letter was stashed twice.</summary>
public class IllegalActorStashException(string message) : AkkaException(message);

/// <summary>The thread of an actor was interrupted.</summary>
public class ActorInterruptedException(string? message = null, Exception? cause = null) : AkkaException(message!, cause);
