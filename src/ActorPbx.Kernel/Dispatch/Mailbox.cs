using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch.MessageQueues;
using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>An actor's letter box and, when letters are in it, the piece of work that has them read.</summary>
/// <remarks>
/// Status word: bit 0 closed, bit 1 scheduled, the rest counts suspensions. System messages form a lock-free stack that is
/// turned round before it is handled; they come before every user message.
/// </remarks>
public class Mailbox : IRunnable
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int SuspendUnit = 4;
    private const int SuspendMask = ~3;

    private readonly UnboundedMessageQueue? _plain;
    private int _status;
    private SystemMessage? _system;

    /// <summary>Wraps a queue.</summary>
    public Mailbox(IMessageQueue messageQueue)
    {
        MessageQueue = messageQueue;
        _plain = messageQueue as UnboundedMessageQueue;
    }

    /// <summary>The user messages.</summary>
    public IMessageQueue MessageQueue { get; }

    /// <summary>The actor whose mailbox this is.</summary>
    public ActorCell? Actor { get; private set; }

    /// <summary>What runs the actor.</summary>
    public MessageDispatcher? Dispatcher => Actor?.Dispatcher;

    internal bool HasMessages => _plain?.HasMessages ?? MessageQueue.HasMessages;

    internal int NumberOfMessages => MessageQueue.Count;

    internal bool HasSystemMessages => Volatile.Read(ref _system) is { } top && top != NoMessage.Instance;

    internal int SuspendCount => Volatile.Read(ref _status) / SuspendUnit;

    /// <summary>Ties the mailbox to its actor.</summary>
    public virtual void SetActor(ActorCell actorCell) => Actor = actorCell;

    /// <summary>Whether user messages are held back.</summary>
    public bool IsSuspended() => (Volatile.Read(ref _status) & SuspendMask) != 0;

    /// <summary>Whether the actor is gone.</summary>
    public bool IsClosed() => (Volatile.Read(ref _status) & Closed) != 0;

    /// <summary>Whether the mailbox waits for a thread or has one.</summary>
    public bool IsScheduled() => (Volatile.Read(ref _status) & Scheduled) != 0;

    internal bool ShouldProcessMessage() => (Volatile.Read(ref _status) & ~Scheduled) == 0;

    /// <summary>Adds a user message.</summary>
    public virtual void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (_plain is not null)
        {
            _plain.Enqueue(envelope);
        }
        else
        {
            MessageQueue.Enqueue(receiver, envelope);
        }

        if (IsClosed())
        {
            CleanUpLate(receiver);
        }
    }

    /// <summary>Holds user messages back once more; true for the first time.</summary>
    internal bool Suspend()
    {
        while (true)
        {
            int status = Volatile.Read(ref _status);
            if ((status & Closed) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _status, status + SuspendUnit, status) == status)
            {
                return status < SuspendUnit;
            }
        }
    }

    /// <summary>Takes one suspension back; true when it was the last.</summary>
    internal bool Resume()
    {
        while (true)
        {
            int status = Volatile.Read(ref _status);
            if ((status & Closed) != 0)
            {
                return false;
            }

            int next = status < SuspendUnit ? status : status - SuspendUnit;
            if (Interlocked.CompareExchange(ref _status, next, status) == status)
            {
                return next < SuspendUnit;
            }
        }
    }

    internal bool BecomeClosed()
    {
        while (true)
        {
            int status = Volatile.Read(ref _status);
            if ((status & Closed) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _status, Closed | (status & Scheduled), status) == status)
            {
                return true;
            }
        }
    }

    internal bool SetAsScheduled()
    {
        while (true)
        {
            int status = Volatile.Read(ref _status);
            if ((status & (Scheduled | Closed)) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _status, status | Scheduled, status) == status)
            {
                return true;
            }
        }
    }

    internal void SetAsIdle() => Interlocked.And(ref _status, ~Scheduled);

    internal bool CanBeScheduledForExecution(bool hasMessageHint, bool hasSystemMessageHint)
    {
        int status = Volatile.Read(ref _status);
        if ((status & Closed) != 0)
        {
            return false;
        }

        bool open = (status & SuspendMask) == 0;
        return hasSystemMessageHint || (open && hasMessageHint) || HasSystemMessages || (open && HasMessages);
    }

    /// <inheritdoc />
    public void Execute() => Run();

    /// <inheritdoc />
    public virtual void Run()
    {
        ActorCell actor = Actor!;
        ActorCell? before = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = actor;
        try
        {
            if (!IsClosed())
            {
                ProcessAllSystemMessages(actor);
                ProcessMailbox(actor);
            }
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = before;
            SetAsIdle();
            actor.Dispatcher.RegisterForExecution(this, false, false);
        }
    }

    private void ProcessMailbox(ActorCell actor)
    {
        MessageDispatcher dispatcher = actor.Dispatcher;
        int left = Math.Max(dispatcher.Throughput, 1);
        long? limit = dispatcher.ThroughputDeadlineTime;
        long deadline = limit is > 0 ? global::System.Diagnostics.Stopwatch.GetTimestamp() + limit.Value : long.MaxValue;
        while (ShouldProcessMessage())
        {
            if (!TryDequeue(out Envelope next))
            {
                return;
            }

            actor.Invoke(next);
            ProcessAllSystemMessages(actor);
            if (--left <= 0 || (limit is > 0 && global::System.Diagnostics.Stopwatch.GetTimestamp() >= deadline))
            {
                return;
            }
        }
    }

    private bool TryDequeue(out Envelope envelope) =>
        _plain is not null ? _plain.TryDequeue(out envelope) : MessageQueue.TryDequeue(out envelope);

    private void ProcessAllSystemMessages(ActorCell actor)
    {
        if (Volatile.Read(ref _system) is null)
        {
            return;
        }

        SystemMessage? list = SystemDrain(null);
        while (list is not null && !IsClosed())
        {
            SystemMessage message = list;
            list = message.Next;
            message.Next = null;
            actor.SystemInvoke(message);
            list ??= SystemDrain(null);
        }

        while (list is not null)
        {
            SystemMessage message = list;
            list = message.Next;
            message.Next = null;
            actor.SystemImpl.Mailboxes.DeadLetterMailbox.SystemEnqueue(actor.Self, message);
        }
    }

    /// <summary>Adds a system message; a closed mailbox passes it to dead letters.</summary>
    internal virtual void SystemEnqueue(IActorRef receiver, SystemMessage message)
    {
        while (true)
        {
            SystemMessage? head = Volatile.Read(ref _system);
            if (head == NoMessage.Instance)
            {
                Actor?.SystemImpl.Mailboxes.DeadLetterMailbox.SystemEnqueue(receiver, message);
                return;
            }

            message.Next = head;
            if (Interlocked.CompareExchange(ref _system, message, head) == head)
            {
                return;
            }
        }
    }

    /// <summary>Takes all system messages, oldest first, and leaves the given content.</summary>
    internal SystemMessage? SystemDrain(SystemMessage? newContent)
    {
        SystemMessage? head;
        do
        {
            head = Volatile.Read(ref _system);
            if (head == NoMessage.Instance)
            {
                return null;
            }
        }
        while (Interlocked.CompareExchange(ref _system, newContent, head) != head);

        SystemMessage? reversed = null;
        while (head is not null)
        {
            SystemMessage? next = head.Next;
            head.Next = reversed;
            reversed = head;
            head = next;
        }

        return reversed;
    }

    /// <summary>Empties a closed mailbox into dead letters.</summary>
    internal virtual void CleanUp()
    {
        if (Actor is not { } actor)
        {
            return;
        }

        Mailbox dead = actor.SystemImpl.Mailboxes.DeadLetterMailbox;
        for (SystemMessage? list = SystemDrain(NoMessage.Instance); list is not null;)
        {
            SystemMessage message = list;
            list = message.Next;
            message.Next = null;
            dead.SystemEnqueue(actor.Self, message);
        }

        CleanUpLate(actor.Self);
    }

    // A sender may have looked this mailbox up before it was closed; whoever comes late clears up after itself.
    private void CleanUpLate(IActorRef owner)
    {
        if (Actor is not { } actor)
        {
            return;
        }

        lock (this)
        {
            MessageQueue.CleanUp(owner, actor.SystemImpl.Mailboxes.DeadLetterMailbox.MessageQueue);
        }
    }
}
