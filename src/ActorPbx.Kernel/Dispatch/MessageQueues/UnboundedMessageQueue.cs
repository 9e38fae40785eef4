using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch.MessageQueues;

/// <summary>The default queue: first in, first out, without limit and without lock.</summary>
/// <remarks>
/// A chain of segments. A producer claims a slot with one interlocked increment and fills it; the one consumer takes slots in
/// order. Nothing is allocated before the first message, and segments grow only while a backlog builds up, so idle actors stay small.
/// </remarks>
public sealed class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics, ILoggerMessageQueueSemantics
{
    private const int FirstSize = 4;
    private const int BusySize = 16;
    private const int LargestSize = 512;

    private Segment? _tail;
    private Segment? _head;
    private int _read;

    /// <inheritdoc />
    public bool HasMessages
    {
        get
        {
            Segment? head = Volatile.Read(ref _head);
            if (head is null)
            {
                return false;
            }

            int read = Volatile.Read(ref _read);
            return read < head.Slots.Length ? Volatile.Read(ref head.Claimed) > read : Volatile.Read(ref head.Next) is not null;
        }
    }

    /// <inheritdoc />
    public int Count
    {
        get
        {
            int count = -Volatile.Read(ref _read);
            Segment? head = Volatile.Read(ref _head);
            if (head is null)
            {
                return 0;
            }

            for (Segment? s = head; s is not null; s = Volatile.Read(ref s.Next))
            {
                count += Math.Min(Volatile.Read(ref s.Claimed), s.Slots.Length);
            }

            return Math.Max(count, 0);
        }
    }

    /// <inheritdoc />
    public void Enqueue(IActorRef receiver, Envelope envelope) => Enqueue(envelope);

    /// <inheritdoc cref="Enqueue(IActorRef, Envelope)" />
    public void Enqueue(in Envelope envelope)
    {
        Segment? tail = Volatile.Read(ref _tail);
        if (tail is null)
        {
            if (TryStart(envelope))
            {
                return;
            }

            tail = _tail!;
        }

        while (true)
        {
            int index = Interlocked.Increment(ref tail.Claimed) - 1;
            if ((uint)index < (uint)tail.Slots.Length)
            {
                tail.Fill(index, envelope);
                return;
            }

            Segment? next = Volatile.Read(ref tail.Next);
            if (next is null && TryAppend(tail, envelope))
            {
                return;
            }

            tail = Volatile.Read(ref tail.Next)!;
            Volatile.Write(ref _tail, tail);
        }
    }

    private bool TryStart(in Envelope envelope)
    {
        var first = new Segment(FirstSize, envelope);
        if (Interlocked.CompareExchange(ref _tail, first, null) is not null)
        {
            SpinWait spin = default;
            while (Volatile.Read(ref _head) is null)
            {
                spin.SpinOnce();
            }

            return false;
        }

        Interlocked.Exchange(ref _head, first); // a full fence: the caller reads the mailbox's status next
        return true;
    }

    private bool TryAppend(Segment tail, in Envelope envelope)
    {
        bool backlog = !ReferenceEquals(Volatile.Read(ref _head), tail);
        int size = backlog ? Math.Min(tail.Slots.Length * 2, LargestSize) : BusySize;
        var next = new Segment(size, envelope);
        if (Interlocked.CompareExchange(ref tail.Next, next, null) is not null)
        {
            return false;
        }

        Interlocked.CompareExchange(ref _tail, next, tail);
        return true;
    }

    /// <inheritdoc />
    public bool TryDequeue(out Envelope envelope)
    {
        Segment? head = _head;
        if (head is null)
        {
            envelope = default;
            return false;
        }

        if (_read == head.Slots.Length)
        {
            Segment? next = Volatile.Read(ref head.Next);
            if (next is null)
            {
                envelope = default;
                return false;
            }

            _read = 0;
            Volatile.Write(ref _head, next);
            head = next;
        }

        if (!head.TryTake(_read, out envelope))
        {
            return false;
        }

        Volatile.Write(ref _read, _read + 1);
        return true;
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    private struct Slot
    {
        public object? Message;
        public IActorRef? Sender;
    }

    private sealed class Segment
    {
        public readonly Slot[] Slots;
        public Segment? Next;
        public int Claimed;

        public Segment(int size, in Envelope first)
        {
            Slots = new Slot[size];
            Slots[0].Sender = first.Sender;
            Slots[0].Message = first.Message;
            Claimed = 1;
        }

        public void Fill(int index, in Envelope envelope)
        {
            ref Slot slot = ref Slots[index];
            slot.Sender = envelope.Sender;
            Volatile.Write(ref slot.Message, envelope.Message);
        }

        public bool TryTake(int index, out Envelope envelope)
        {
            ref Slot slot = ref Slots[index];
            object? message = Volatile.Read(ref slot.Message);
            if (message is null)
            {
                if (Volatile.Read(ref Claimed) <= index)
                {
                    envelope = default;
                    return false;
                }

                message = AwaitFill(ref slot);
            }

            envelope = new Envelope(message, slot.Sender);
            slot = default;
            return true;
        }

        private static object AwaitFill(ref Slot slot)
        {
            SpinWait spin = default;
            object? message;
            while ((message = Volatile.Read(ref slot.Message)) is null)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            return message;
        }
    }
}
