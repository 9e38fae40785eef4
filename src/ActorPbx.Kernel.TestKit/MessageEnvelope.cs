using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit;

/// <summary>A message that a test actor received, with the actor that sent it.</summary>
public abstract class MessageEnvelope
{
    /// <summary>The message itself.</summary>
    public abstract object Message { get; }

    /// <summary>Who sent it.</summary>
    public abstract IActorRef Sender { get; }
}

/// <summary>An envelope with a message in it.</summary>
public class RealMessageEnvelope(object message, IActorRef sender) : MessageEnvelope
{
    /// <inheritdoc/>
    public override object Message { get; } = message;

    /// <inheritdoc/>
    public override IActorRef Sender { get; } = sender;

    /// <inheritdoc/>
    public override string ToString() =>
        $"<{Message}> from {(ReferenceEquals(Sender, ActorRefs.NoSender) ? "NoSender" : Sender.ToString())}";
}

/// <summary>The envelope of a kit that has received nothing yet.</summary>
public sealed class NullMessageEnvelope : MessageEnvelope
{
    /// <summary>The only one.</summary>
    public static NullMessageEnvelope Instance = new();

    private NullMessageEnvelope()
    {
    }

    /// <summary>Always throws: there is no message.</summary>
    public override object Message => throw new IllegalActorStateException("The last received message is not available, because none has been received.");

    /// <summary>Always throws: there is no sender.</summary>
    public override IActorRef Sender => throw new IllegalActorStateException("The last received message has no sender, because none has been received.");

    /// <inheritdoc/>
    public override string ToString() => "<null>";
}
