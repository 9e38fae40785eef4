using System.Runtime.CompilerServices;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Dispatch.MessageQueues;

/// <summary>The default queue: first in, first out, without limit and without lock.</summary>
/// <remarks>
/// The first letters lie in the queue itself, all others in a chain of segments. A producer claims a slot with one interlocked
/// increment and fills it; the one consumer takes slots in order. When it has taken the last slot and nobody wanted one more, the
/// places are used again from the front: an actor that keeps up never allocates, and what lives long is not rewritten to point at
/// what is new, which every collection would have to look up. Segments grow only while a backlog builds up, so idle actors stay small.
/// </remarks>
public sealed class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics, ILoggerMessageQueueSemantics
{
    private const int FirstSize = 8;
    private const int BusySize = 16;
    private const int LargestSize = 512;

    private Segment? _tail;
    private Segment? _head;
    private FirstLetters _first;
    private int _firstClaimed;
    private int _read = -FirstLetters.Count; // counts the first letters up to 0, then the slots of each segment

    /// <inheritdoc />
    public bool HasMessages
    {
        get
        {
            int read = Volatile.Read(ref _read);
            if (read < 0)
            {
                return Volatile.Read(ref _firstClaimed) > read + FirstLetters.Count;
            }

            Segment? head = Volatile.Read(ref _head);
            if (head is null)
            {
                return false;
            }

            return read < head.Slots.Length ? Volatile.Read(ref head.Claimed) > read : Volatile.Read(ref head.Next) is not null;
        }
    }

    /// <inheritdoc />
    public int Count
    {
        get
        {
            int read = Volatile.Read(ref _read);
            int count = read < 0 ? Math.Min(Volatile.Read(ref _firstClaimed), FirstLetters.Count) - FirstLetters.Count - read : -read;
            for (Segment? s = Volatile.Read(ref _head); s is not null; s = Volatile.Read(ref s.Next))
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
            int place = Interlocked.Increment(ref _firstClaimed) - 1;
            if (place < FirstLetters.Count)
            {
                _first[place].Fill(envelope);
                return;
            }

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
                tail.Slots[index].Fill(envelope);
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
        int read = _read;
        bool taken;
        if (read < 0)
        {
            int place = read + FirstLetters.Count;
            taken = _first[place].TryTake(ref _firstClaimed, place, out envelope);
        }
        else if (SegmentToRead(ref read) is { } head)
        {
            taken = head.Slots[read].TryTake(ref head.Claimed, read, out envelope);
        }
        else
        {
            envelope = default;
            return false;
        }

        if (taken)
        {
            Volatile.Write(ref _read, Rewound(read + 1));
        }

        return taken;
    }

    /// <summary>The next place to read: the front again when the last one was taken and nobody has asked for one behind it.</summary>
    private int Rewound(int read)
    {
        if (read == 0 && _head is null)
        {
            return TryRewind(ref _firstClaimed, FirstLetters.Count) ? -FirstLetters.Count : read;
        }

        return read > 0 && _head is { } head && read == head.Slots.Length && read <= BusySize && TryRewind(ref head.Claimed, read) ? 0 : read;
    }

    private static bool TryRewind(ref int claimed, int size) =>
        Volatile.Read(ref claimed) == size && Interlocked.CompareExchange(ref claimed, 0, size) == size;

    /// <summary>The segment that has, or will have, the next letter; null if there is none yet.</summary>
    private Segment? SegmentToRead(ref int read)
    {
        Segment? head = Volatile.Read(ref _head);
        if (head is null || read < head.Slots.Length)
        {
            return head;
        }

        Segment? next = Volatile.Read(ref head.Next);
        if (next is not null)
        {
            read = 0;
            _read = 0;
            Volatile.Write(ref _head, next);
        }

        return next;
    }

    /// <inheritdoc />
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out Envelope envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }
    }

    /// <summary>One letter's place: filled once, and taken once.</summary>
    private struct Slot
    {
        private object? _message;
        private IActorRef? _sender;

        public void Fill(in Envelope envelope)
        {
            _sender = envelope.Sender;
            Volatile.Write(ref _message, envelope.Message);
        }

        /// <summary>Takes the letter; false if there is none and nobody has claimed the place to fill it.</summary>
        public bool TryTake(ref int claimed, int index, out Envelope envelope)
        {
            object? message = Volatile.Read(ref _message);
            if (message is null)
            {
                if (Volatile.Read(ref claimed) <= index)
                {
                    envelope = default;
                    return false;
                }

                message = AwaitFill();
            }

            envelope = new Envelope(message, _sender);
            this = default;
            return true;
        }

        private object AwaitFill()
        {
            SpinWait spin = default;
            object? message;
            while ((message = Volatile.Read(ref _message)) is null)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            return message;
        }
    }

    [InlineArray(Count)]
    private struct FirstLetters
    {
        public const int Count = 2;

        private Slot _slot;
    }

    private sealed class Segment
    {
        public readonly Slot[] Slots;
        public Segment? Next;
        public int Claimed;

        public Segment(int size, in Envelope first)
        {
            Slots = new Slot[size];
            Slots[0].Fill(first);
            Claimed = 1;
        }
    }
}
