using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.MessageQueues;

namespace ActorPbx.Kernel.Actor.Internal;

/// <summary>The stash of an actor.</summary>
public abstract class AbstractStash : IStash
{
    private readonly ActorCell _cell;
    private readonly int _capacity;
    private EnvelopeDeque _aside;
    private int _lastDelivery = -1;

    private protected AbstractStash(ActorCell cell, int capacity)
    {
        _cell = cell;
        _capacity = capacity;
    }

    /// <inheritdoc />
    public int Count => _aside.Count;

    /// <inheritdoc />
    public bool IsEmpty => Count == 0;

    /// <inheritdoc />
    public bool NonEmpty => Count > 0;

    /// <inheritdoc />
    public bool IsFull => _capacity >= 0 && Count >= _capacity;

    /// <inheritdoc />
    public int Capacity => _capacity;

    /// <inheritdoc />
    public void Stash()
    {
        Envelope current = _cell.CurrentEnvelope;
        if (current.Message is null)
        {
            throw new InvalidOperationException("There is no message to stash right now. Stash() must be called inside an actor's Receive methods.");
        }

        if (_lastDelivery == _cell.Delivery)
        {
            throw new IllegalActorStateException($"Can't stash the same message {current.Message} more than once");
        }

        if (IsFull)
        {
            throw new StashOverflowException($"Couldn't enqueue message {current.Message} from {_cell.Self} to stash of {_cell.Self}");
        }

        _aside.AddLast(current);
        _lastDelivery = _cell.Delivery;
    }

    private IDequeBasedMessageQueueSemantics Queue => _cell.Mailbox.MessageQueue as IDequeBasedMessageQueueSemantics
        ?? throw new NotSupportedException(
            $"DequeBasedMailbox required, got: {_cell.Mailbox.MessageQueue.GetType().Name}. An (unbounded) deque-based mailbox can be configured as follows:\n  my-custom-mailbox {{\n    mailbox-type = \"ActorPbx.Kernel.Dispatch.UnboundedDequeBasedMailbox\"\n  }}\n");

    /// <inheritdoc />
    public void Unstash()
    {
        if (NonEmpty)
        {
            Queue.EnqueueFirst(Announced(_aside[0]));
            _aside.TakeFirst();
            _lastDelivery = -1;
        }
    }

    // A death notice counts only if the cell expects it.
    private Envelope Announced(Envelope envelope)
    {
        if (envelope.Message is Terminated terminated)
        {
            _cell.DeathWatch.Requeue(terminated.ActorRef);
        }

        return envelope;
    }

    /// <inheritdoc />
    public void UnstashAll() => PutBack(ref _aside);

    /// <inheritdoc />
    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        EnvelopeDeque chosen = default;
        for (int i = 0; i < _aside.Count; i++)
        {
            if (predicate(_aside[i]))
            {
                chosen.AddLast(_aside[i]);
            }
        }

        PutBack(ref chosen);
        _aside.Clear();
    }

    private void PutBack(ref EnvelopeDeque letters)
    {
        for (int i = 0; i < letters.Count; i++)
        {
            Announced(letters[i]);
        }

        if (_cell.Mailbox.MessageQueue is UnboundedDequeMessageQueue unbounded)
        {
            unbounded.EnqueueFirst(ref letters);
        }
        else if (letters.Count > 0)
        {
            IDequeBasedMessageQueueSemantics queue = Queue;
            for (int i = letters.Count - 1; i >= 0; i--)
            {
                queue.EnqueueFirst(letters[i]);
            }
        }

        letters.Clear();
        _lastDelivery = -1;
    }

    /// <inheritdoc />
    public IEnumerable<Envelope> ClearStash()
    {
        var all = new Envelope[_aside.Count];
        _aside.CopyTo(all);
        _aside.Clear();
        _lastDelivery = -1;
        return all;
    }

    /// <inheritdoc />
    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (Envelope envelope in envelopes.Reverse())
        {
            _aside.AddFirst(envelope);
        }
    }
}

/// <summary>A stash without limit.</summary>
public class UnboundedStashImpl : AbstractStash
{
    /// <summary>The stash of the actor that the context belongs to.</summary>
    public UnboundedStashImpl(IActorContext context)
        : base((ActorCell)context, -1)
    {
    }
}

/// <summary>A stash with a limit.</summary>
public class BoundedStashImpl : AbstractStash
{
    /// <summary>The stash of the actor that the context belongs to.</summary>
    public BoundedStashImpl(IActorContext context, int capacity = 100)
        : base((ActorCell)context, capacity)
    {
    }
}
