using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>A message that carries another, which is what matters to logs and filters.</summary>
public interface IWrappedMessage
{
    /// <summary>The message inside.</summary>
    object Message { get; }
}

/// <summary>Opens messages that carry others.</summary>
public static class WrappedMessage
{
    /// <summary>The innermost message.</summary>
    public static object Unwrap(object message)
    {
        while (message is IWrappedMessage wrapped)
            message = wrapped.Message;
        return message;
    }

    /// <summary>Whether the message, or one that it carries, is to be kept out of the ordinary dead letters.</summary>
    internal static bool IsDeadLetterSuppressedAnywhere(object message)
    {
        while (message is not IDeadLetterSuppression)
        {
            if (message is not IWrappedMessage wrapped)
            {
                return false;
            }

            message = wrapped.Message;
        }

        return true;
    }
}
