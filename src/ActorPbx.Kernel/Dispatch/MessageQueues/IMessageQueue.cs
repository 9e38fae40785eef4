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

/// <summary>What an actor may require of its queue.</summary>
public interface ISemantics;

/// <summary>A queue into which many threads may put.</summary>
public interface IMultipleConsumerSemantics : ISemantics;

/// <summary>A queue that never refuses.</summary>
public interface IUnboundedMessageQueueSemantics : ISemantics;

/// <summary>A queue with a limit.</summary>
public interface IBoundedMessageQueueSemantics : ISemantics
{
    /// <summary>How long a sender waits at most for a place.</summary>
    TimeSpan PushTimeOut { get; }
}

/// <summary>A queue that also takes messages at its head.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    /// <summary>Adds a message before all others.</summary>
    void EnqueueFirst(Envelope envelope);
}

/// <summary>An unbounded queue that also takes messages at its head.</summary>
public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>A bounded queue that also takes messages at its head.</summary>
public interface IBoundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IBoundedMessageQueueSemantics;

/// <summary>The queue of loggers, which stays unbounded whatever the default mailbox is.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics;

/// <summary>Says which queue an actor needs.</summary>
public interface IRequiresMessageQueue<T>
    where T : ISemantics;
