using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch.MessageQueues;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>The mailbox of all who are gone: what comes in goes to dead letters.</summary>
internal sealed class DeadLetterMailbox : Mailbox
{
    private readonly IActorRef _deadLetters;

    public DeadLetterMailbox(IActorRef deadLetters)
        : base(new DeadLetterMessageQueue(deadLetters))
    {
        _deadLetters = deadLetters;
        BecomeClosed();
    }

    public override void Enqueue(IActorRef receiver, Envelope envelope) => MessageQueue.Enqueue(receiver, envelope);

    internal override void SystemEnqueue(IActorRef receiver, SystemMessage message) =>
        _deadLetters.Tell(new DeadLetter(message, receiver, receiver), receiver);

    internal override void CleanUp()
    {
    }
}

/// <summary>A queue that keeps nothing and hands all to dead letters.</summary>
public sealed class DeadLetterMessageQueue(IActorRef deadLetters) : IMessageQueue
{
    /// <inheritdoc />
    public bool HasMessages => false;

    /// <inheritdoc />
    public int Count => 0;

    /// <inheritdoc />
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (envelope.Message is AllDeadLetters)
        {
            return; // already there, and handling it again would never end
        }

        deadLetters.Tell(new DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        envelope = default;
        return false;
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
    }
}
