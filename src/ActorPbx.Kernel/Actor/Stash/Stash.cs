using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.MessageQueues;

namespace ActorPbx.Kernel.Actor;

/// <summary>Puts messages aside for later.</summary>
public interface IStash
{
    /// <summary>How many messages are aside.</summary>
    int Count { get; }

    /// <summary>Whether none is aside.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether some are aside.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether no more can be put aside.</summary>
    bool IsFull { get; }

    /// <summary>How many can be put aside; -1 for no limit.</summary>
    int Capacity { get; }

    /// <summary>Puts the message aside that is being handled.</summary>
    void Stash();

    /// <summary>Puts the oldest message back at the head of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back at the head of the mailbox, in their order.</summary>
    void UnstashAll();

    /// <summary>Puts those back that satisfy the condition, and drops the others.</summary>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all messages out.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages before those that are aside.</summary>
    void Prepend(IEnumerable<Envelope> envelopes);
}

/// <summary>An actor with a stash; the runtime sets the property before the actor starts.</summary>
public interface IActorStash
{
    /// <summary>The actor's stash.</summary>
    IStash Stash { get; set; }
}

/// <summary>An actor with a stash and a mailbox open at both ends.</summary>
public interface IWithStash : IActorStash, IRequiresMessageQueue<IDequeBasedMessageQueueSemantics>;

/// <summary>An actor with a stash without limit.</summary>
public interface IWithUnboundedStash : IActorStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

/// <summary>An actor with a stash with a limit.</summary>
public interface IWithBoundedStash : IActorStash, IRequiresMessageQueue<IBoundedDequeBasedMessageQueueSemantics>;

/// <summary>An actor with a stash that takes any mailbox; nothing can be put back at its head.</summary>
public interface IWithUnrestrictedStash : IActorStash;
