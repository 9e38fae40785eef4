using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch.MessageQueues;

/// <summary>Base of the queues that need a lock: bounded, priority and double-ended ones.</summary>
public abstract class LockedMessageQueue : IMessageQueue
{
    private protected readonly object Gate = new();

    /// <inheritdoc />
    public bool HasMessages => Size > 0; // without the lock: whoever puts a letter in asks for a thread afterwards

    /// <inheritdoc />
    public int Count
    {
        get
        {
            lock (Gate)
            {
                return Size;
            }
        }
    }

    private protected abstract int Size { get; }

    /// <inheritdoc />
    public virtual void Enqueue(IActorRef receiver, Envelope envelope)
    {
        lock (Gate)
        {
            Put(envelope);
        }
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        lock (Gate)
        {
            if (Size == 0)
            {
                envelope = default;
                return false;
            }

            envelope = Take();
            Monitor.Pulse(Gate);
            return true;
        }
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    private protected abstract void Put(in Envelope envelope);

    private protected abstract Envelope Take();

    /// <summary>Waits for a place until the time is over, then hands the message to dead letters.</summary>
    private protected bool PutWithin(int capacity, TimeSpan patience, in Envelope envelope)
    {
        lock (Gate)
        {
            long deadline = patience < TimeSpan.Zero ? long.MaxValue : Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while (Size >= capacity)
            {
                long left = deadline == long.MaxValue ? 1000 : deadline - Environment.TickCount64;
                if (left <= 0)
                {
                    return false;
                }

                Monitor.Wait(Gate, (int)Math.Min(left, 1000));
            }

            Put(envelope);
            return true;
        }
    }

    private protected static void Refuse(IActorRef receiver, in Envelope envelope)
    {
        var reference = (IInternalActorRef)receiver;
        reference.Provider.DeadLetters.Tell(new Event.DeadLetter(envelope.Message, envelope.Sender, receiver), envelope.Sender);
    }
}

/// <summary>First in, first out, with a limit: a sender waits for a place, and gives up to dead letters when the time is over.</summary>
public class BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut) : LockedMessageQueue, IBoundedMessageQueueSemantics
{
    private readonly Queue<Envelope> _queue = new();

    /// <inheritdoc />
    public TimeSpan PushTimeOut { get; set; } = pushTimeOut;

    private protected override int Size => _queue.Count;

    /// <inheritdoc />
    public override void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (!PutWithin(boundedCapacity, PushTimeOut, envelope))
        {
            Refuse(receiver, envelope);
        }
    }

    private protected override void Put(in Envelope envelope) => _queue.Enqueue(envelope);

    private protected override Envelope Take() => _queue.Dequeue();
}

/// <summary>With a limit, and open at both ends.</summary>
public class BoundedDequeMessageQueue(int boundedCapacity, TimeSpan pushTimeOut) : LockedMessageQueue, IBoundedDequeBasedMessageQueueSemantics
{
    private EnvelopeDeque _queue;

    /// <inheritdoc />
    public TimeSpan PushTimeOut { get; } = pushTimeOut;

    private protected override int Size => _queue.Count;

    /// <inheritdoc />
    public override void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (!PutWithin(boundedCapacity, PushTimeOut, envelope))
        {
            Refuse(receiver, envelope);
        }
    }

    /// <inheritdoc />
    public void EnqueueFirst(Envelope envelope)
    {
        lock (Gate)
        {
            _queue.AddFirst(envelope);
        }
    }

    private protected override void Put(in Envelope envelope) => _queue.AddLast(envelope);

    private protected override Envelope Take() => _queue.TakeFirst();
}

/// <summary>Hands out the message with the lowest priority number first; <see cref="UnboundedStablePriorityMessageQueue"/> keeps equals in order.</summary>
public class UnboundedPriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity) : LockedMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private readonly PriorityQueue<Envelope, (int, long)> _queue = new(initialCapacity);
    private long _sequence;
    private long _front;

    private protected override int Size => _queue.Count;

    /// <inheritdoc />
    public void EnqueueFirst(Envelope envelope)
    {
        lock (Gate)
        {
            _queue.Enqueue(envelope, (int.MinValue, --_front));
        }
    }

    private protected override void Put(in Envelope envelope) =>
        _queue.Enqueue(envelope, (priorityGenerator(envelope.Message), ++_sequence));

    private protected override Envelope Take() => _queue.Dequeue();
}

/// <summary>Hands out the message with the lowest priority number first, and equals in the order they came.</summary>
public class UnboundedStablePriorityMessageQueue(Func<object, int> priorityGenerator, int initialCapacity)
    : UnboundedPriorityMessageQueue(priorityGenerator, initialCapacity);
