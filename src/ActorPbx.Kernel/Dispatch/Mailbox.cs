using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch.MessageQueues;
using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Dispatch;

/// <summary>An actor's letter box and, when letters are in it, the piece of work that has them read.</summary>
/// <remarks>System messages come before every user message.</remarks>
public class Mailbox : IRunnable
{
    private readonly UnboundedMessageQueue? _plain;
    private MailboxStatus _status;
    private SystemMessageStack _system;

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

    internal bool HasSystemMessages => _system.HasMessages;

    internal int SuspendCount => _status.Suspensions;

    /// <summary>Ties the mailbox to its actor.</summary>
    public virtual void SetActor(ActorCell actorCell) => Actor = actorCell;

    /// <summary>Whether user messages are held back.</summary>
    public bool IsSuspended() => _status.IsSuspended;

    /// <summary>Whether the actor is gone.</summary>
    public bool IsClosed() => _status.IsClosed;

    /// <summary>Whether the mailbox waits for a thread or has one.</summary>
    public bool IsScheduled() => _status.IsScheduled;

    internal bool ShouldProcessMessage() => _status.IsOpen;

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
    internal bool Suspend() => _status.Suspend();

    /// <summary>Takes one suspension back; true when it was the last.</summary>
    internal bool Resume() => _status.Resume();

    internal bool BecomeClosed() => _status.Close();

    internal bool SetAsScheduled() => _status.Schedule();

    internal void SetAsIdle() => _status.Idle();

    internal bool CanBeScheduledForExecution(bool hasMessageHint, bool hasSystemMessageHint)
    {
        if (IsClosed())
        {
            return false;
        }

        bool open = _status.IsOpen;
        return hasSystemMessageHint || (open && hasMessageHint) || HasSystemMessages || (open && HasMessages);
    }

    /// <inheritdoc />
    public void Execute() => NextTurn.Begin(this);

    /// <inheritdoc />
    public virtual void Run()
    {
        ActorCell actor = Actor!;
        ref ActorCell? current = ref InternalCurrentActorCellKeeper.Place;
        ActorCell? before = current;
        current = actor;
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
            current = before;
            SetAsIdle();
            actor.Dispatcher.RegisterAgain(this);
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
        if (_system.IsEmpty)
        {
            return;
        }

        EarliestFirstSystemMessageList list = SystemDrain(SystemMessageList.LNil);
        while (list.Head is { } message && !IsClosed())
        {
            list = list.Tail;
            message.Unlink();
            actor.SystemInvoke(message);
            if (list.IsEmpty)
            {
                list = SystemDrain(SystemMessageList.LNil);
            }
        }

        ToDeadLetters(list, actor);
    }

    /// <summary>Adds a system message; a closed mailbox passes it to dead letters.</summary>
    internal virtual void SystemEnqueue(IActorRef receiver, SystemMessage message)
    {
        if (!_system.TryPush(message))
        {
            Actor?.SystemImpl.Mailboxes.DeadLetterMailbox.SystemEnqueue(receiver, message);
        }
    }

    /// <summary>Takes all system messages, oldest first, and leaves the given content.</summary>
    internal EarliestFirstSystemMessageList SystemDrain(LatestFirstSystemMessageList newContent) => _system.TakeAll(newContent);

    /// <summary>Empties a closed mailbox into dead letters.</summary>
    internal virtual void CleanUp()
    {
        if (Actor is not { } actor)
        {
            return;
        }

        ToDeadLetters(SystemDrain(new LatestFirstSystemMessageList(NoMessage.Instance)), actor);
        CleanUpLate(actor.Self);
    }

    private static void ToDeadLetters(EarliestFirstSystemMessageList list, ActorCell actor)
    {
        Mailbox dead = actor.SystemImpl.Mailboxes.DeadLetterMailbox;
        while (list.Head is { } message)
        {
            list = list.Tail;
            message.Unlink();
            dead.SystemEnqueue(actor.Self, message);
        }
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
