using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>What an actor may require of its queue.</summary>
public interface ISemantics;

/// <summary>A queue from which several may take.</summary>
public interface IMultipleConsumerSemantics : ISemantics;

/// <summary>A queue whose users wait for one another.</summary>
public interface IBlockingMessageQueueSemantics : IMultipleConsumerSemantics
{
    /// <summary>How long they wait at most.</summary>
    TimeSpan BlockTimeOut { get; set; }
}

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

/// <summary>Says which queue an actor needs.</summary>
public interface IRequiresMessageQueue<T>
    where T : ISemantics;
