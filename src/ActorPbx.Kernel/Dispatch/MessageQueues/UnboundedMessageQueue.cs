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
    private const int LargestSize = 4096; // 64 KiB: below the large objects, which only a collection of everything frees
    private const int Patience = 30;

    private Segment? _tail;
    private Segment? _head;
    private FirstLetters _first;
    private int _firstClaimed;
    private int _firstRead;

    /// <inheritdoc />
    public bool HasMessages
    {
        get
        {
            int read = Volatile.Read(ref _firstRead);
            return read < FirstLetters.Count
                ? Volatile.Read(ref _firstClaimed) > read
                : Volatile.Read(ref _head) is { } head && head.HasMessages;
        }
    }

    /// <inheritdoc />
    public int Count
    {
        get
        {
            int count = Math.Min(Volatile.Read(ref _firstClaimed), FirstLetters.Count) - Volatile.Read(ref _firstRead);
            for (Segment? s = Volatile.Read(ref _head); s is not null; s = Volatile.Read(ref s.Next))
            {
                count += s.Count;
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

            bool isFirst = index == tail.Slots.Length;
            if (Volatile.Read(ref tail.Next) is null && (isFirst || !AwaitNext(tail)) && TryAppend(tail, envelope))
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

    /// <summary>Whoever found the segment full first appends one; the others wait a little for it, so that each does not make its own for nothing.</summary>
    private static bool AwaitNext(Segment tail)
    {
        SpinWait spin = default;
        while (Volatile.Read(ref tail.Next) is null)
        {
            if (spin.Count == Patience)
            {
                return false;
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }

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
        int read = _firstRead;
        if (read < FirstLetters.Count)
        {
            if (!_first[read].TryTake(ref _firstClaimed, read, out envelope))
            {
                return false;
            }

            bool again = read == FirstLetters.Count - 1 && _head is null && TryRewind(ref _firstClaimed, FirstLetters.Count);
            Volatile.Write(ref _firstRead, again ? 0 : read + 1);
            return true;
        }

        if (SegmentToRead() is { } head)
        {
            return head.TryTake(out envelope);
        }

        envelope = default;
        return false;
    }

    private static bool TryRewind(ref int claimed, int size) =>
        Volatile.Read(ref claimed) == size && Interlocked.CompareExchange(ref claimed, 0, size) == size;

    /// <summary>The segment that has, or will have, the next letter; null if there is none yet.</summary>
    private Segment? SegmentToRead()
    {
        Segment? head = Volatile.Read(ref _head);
        if (head is null || head.Read < head.Slots.Length)
        {
            return head;
        }

        Segment? next = Volatile.Read(ref head.Next);
        if (next is not null)
        {
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

    // The reader counts here and not in the queue, where it would take the line with the tail from the senders at each letter.
    private sealed class Segment
    {
        public readonly Slot[] Slots;
        public Segment? Next;
        public int Claimed;
        public int Read;

        public Segment(int size, in Envelope first)
        {
            Slots = new Slot[size];
            Slots[0].Fill(first);
            Claimed = 1;
        }

        public bool HasMessages
        {
            get
            {
                int read = Volatile.Read(ref Read);
                return read < Slots.Length ? Volatile.Read(ref Claimed) > read : Volatile.Read(ref Next) is not null;
            }
        }

        public int Count => Math.Min(Volatile.Read(ref Claimed), Slots.Length) - Volatile.Read(ref Read);

        /// <summary>Takes the next letter, and begins at the front again when it was the last and nobody has asked for a place behind it.</summary>
        public bool TryTake(out Envelope envelope)
        {
            int read = Read;
            if (!Slots[read].TryTake(ref Claimed, read, out envelope))
            {
                return false;
            }

            read++;
            bool again = read == Slots.Length && read <= BusySize && TryRewind(ref Claimed, read);
            Volatile.Write(ref Read, again ? 0 : read);
            return true;
        }
    }
}
