using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch.MessageQueues;

/// <summary>The queue of user messages inside a mailbox: many producers, one consumer.</summary>
public interface IMessageQueue
{
    /// <summary>Whether messages wait.</summary>
    bool HasMessages { get; }

    /// <summary>How many messages wait, about.</summary>
    int Count { get; }

    /// <summary>Adds a message for the receiver.</summary>
    void Enqueue(IActorRef receiver, Envelope envelope);

    /// <summary>Takes the next message.</summary>
    bool TryDequeue(out Envelope envelope);

    /// <summary>Moves all that is left to dead letters.</summary>
    void CleanUp(IActorRef owner, IMessageQueue deadletters);
}
