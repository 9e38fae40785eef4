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
public interface IWithUnboundedStash : IWithStash, IRequiresMessageQueue<IUnboundedDequeBasedMessageQueueSemantics>;

/// <summary>An actor with a stash with a limit.</summary>
public interface IWithBoundedStash : IWithStash, IRequiresMessageQueue<IBoundedDequeBasedMessageQueueSemantics>;

/// <summary>An actor with a stash that takes any mailbox; nothing can be put back at its head.</summary>
public interface IWithUnrestrictedStash : IActorStash;

/// <inheritdoc />
internal sealed class ActorStash(ActorCell cell, int capacity) : IStash
{
    private readonly LinkedList<Envelope> _aside = new();
    private bool _currentIsAside;
    private Envelope _last;

    public int Count => _aside.Count;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public bool IsFull => capacity >= 0 && Count >= capacity;

    public int Capacity => capacity;

    public void Stash()
    {
        Envelope current = cell.CurrentEnvelope;
        if (_currentIsAside && _aside.Last is { } last && ReferenceEquals(last.Value.Message, current.Message) && ReferenceEquals(_last.Sender, current.Sender))
        {
            throw new IllegalActorStateException($"Can't stash the same message {current.Message} more than once");
        }

        if (IsFull)
        {
            throw new StashOverflowException($"Couldn't enqueue message {current.Message} from {cell.Self} to stash of {cell.Self}");
        }

        _aside.AddLast(current);
        _last = current;
        _currentIsAside = true;
    }

    private IDequeBasedMessageQueueSemantics Queue => cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics
        ?? throw new NotSupportedException(
            $"DequeBasedMailbox required, got: {cell.Mailbox.MessageQueue.GetType().Name}. An (unbounded) deque-based mailbox can be configured as follows:\n  my-custom-mailbox {{\n    mailbox-type = \"ActorPbx.Kernel.Dispatch.UnboundedDequeBasedMailbox\"\n  }}\n");

    public void Unstash()
    {
        if (_aside.First is { } first)
        {
            Queue.EnqueueFirst(first.Value);
            _aside.RemoveFirst();
            _currentIsAside = false;
        }
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        for (LinkedListNode<Envelope>? node = _aside.Last; node is not null; node = node.Previous)
        {
            if (predicate(node.Value))
            {
                Queue.EnqueueFirst(node.Value);
            }
        }

        _aside.Clear();
        _currentIsAside = false;
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = [.. _aside];
        _aside.Clear();
        _currentIsAside = false;
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (Envelope envelope in envelopes.Reverse())
        {
            _aside.AddFirst(envelope);
        }
    }
}
