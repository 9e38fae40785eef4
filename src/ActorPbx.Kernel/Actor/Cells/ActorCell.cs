using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>The inside of an actor: its instance and mailbox, and the reading of its letters.</summary>
public class ActorCell : CellContext, ICell
{
    /// <summary>The incarnation of paths that name none.</summary>
    public const int UndefinedUid = 0;

    private Mailbox _mailbox = null!;
    private ActorBase? _actor;
    private CellFault? _fault;
    private ActorTaskScheduler? _taskScheduler;
    private readonly bool _copiesMessages;
    private bool _wrapsReceive;
    private bool _logsReceive;
    private bool _ended;

    /// <summary>Makes the cell of a reference.</summary>
    public ActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
        : base(system, self, props, dispatcher, parent)
    {
        _copiesMessages = system.Settings.SerializeAllMessages;
    }

    /// <summary>The props of actors that have ended.</summary>
    public static Props TerminatedProps => CellCreation.TerminatedProps;

    /// <summary>The cell of the actor that runs on this thread.</summary>
    internal static ActorCell? Current => InternalCurrentActorCellKeeper.Current;

    private protected override ActorCell Cell => this;

    /// <inheritdoc />
    public bool IsLocal => true;

    /// <summary>The instance, once made.</summary>
    internal ActorBase? Actor => _actor;

    /// <summary>The mailbox.</summary>
    public Mailbox Mailbox => Volatile.Read(ref _mailbox);

    /// <inheritdoc />
    public bool IsTerminated => Mailbox?.IsClosed() ?? false;

    /// <inheritdoc />
    public bool HasMessages => Mailbox.HasMessages;

    /// <inheritdoc />
    public int NumberOfMessages => Mailbox.NumberOfMessages;

    internal Type ActorClass => _actor?.GetType() ?? typeof(ActorCell);

    internal CellFault Fault => _fault ??= new CellFault(this);

    internal CellFault? FaultOrNull => _fault;

    /// <summary>Notes that the actor has ended; false if that was known.</summary>
    internal bool TryEnd()
    {
        bool first = !_ended;
        _ended = true;
        return first;
    }

    /// <summary>Runs the continuations of asynchronous handlers inside the actor.</summary>
    public virtual ActorTaskScheduler TaskScheduler =>
        _taskScheduler ?? Interlocked.CompareExchange(ref _taskScheduler, new ActorTaskScheduler(this), null) ?? _taskScheduler;

    /// <summary>Gives the cell its mailbox, with the order to make the actor in it.</summary>
    public void Init(bool sendSupervise, MailboxType mailboxType)
    {
        var mailbox = new Mailbox(mailboxType.Create(SelfInternal, SystemImpl));
        mailbox.SetActor(this);
        _mailbox = mailbox;
        mailbox.SystemEnqueue(SelfInternal, new Create(CellCreation.RequirementFailure(this, mailbox)));
        if (sendSupervise)
        {
            Parent.SendSystemMessage(new Supervise(SelfInternal, async: false));
        }
    }

    internal Mailbox SwapMailbox(Mailbox mailbox) => Interlocked.Exchange(ref _mailbox, mailbox);

    /// <inheritdoc />
    public virtual void Start()
    {
        SystemImpl.Living.ActorBegan();
        Dispatcher.Attach(this);
    }

    /// <inheritdoc />
    public void Suspend() => SendSystemMessage(new Suspend());

    /// <inheritdoc />
    public void Resume(Exception? causedByFailure) => SendSystemMessage(new Resume(causedByFailure));

    /// <inheritdoc />
    public void Restart(Exception? cause) => SendSystemMessage(new Recreate(cause));

    /// <inheritdoc />
    public void Stop() => SendSystemMessage(new Terminate());

    /// <inheritdoc />
    public virtual void SendMessage(Envelope message)
    {
        if (message.Message is null)
        {
            throw new InvalidMessageException("Message is null.");
        }

        Dispatcher.Dispatch(this, _copiesMessages ? CellCreation.RoundTrip(this, message) : message);
    }

    /// <inheritdoc />
    public void SendMessage(IActorRef? sender, object message) => SendMessage(new Envelope(message, sender));

    /// <inheritdoc />
    public virtual void SendSystemMessage(ISystemMessage message) => Dispatcher.SystemDispatch(this, (SystemMessage)message);

    /// <summary>Handles a user message; a failure goes to the parent.</summary>
    public void Invoke(Envelope envelope)
    {
        CurrentEnvelope = envelope;
        Delivery++;
        object message = envelope.Message;
        bool influences = Silence is not null && (message is ITimerMsg timer ? timer.Message : message) is not INotInfluenceReceiveTimeout;
        if (influences)
        {
            Silence!.Cancel();
        }

        try
        {
            if (message is IAutoReceivedMessage)
            {
                AutoReceiveMessage(envelope);
            }
            else
            {
                ReceiveMessage(message);
            }

            CurrentEnvelope = default;
        }
        catch (Exception cause)
        {
            Fault.HandleInvokeFailure(cause);
        }

        if (Silence is { } timeout && (influences || !timeout.Running))
        {
            timeout.Check();
        }
    }

    /// <summary>Hands a message to the present behaviour.</summary>
    protected virtual void ReceiveMessage(object message)
    {
        ActorBase actor = _actor!;
        bool handled = _wrapsReceive
            ? actor.AroundReceive(Handlers.Current ?? Handlers.Base(actor), message)
            : actor.Handle(Handlers.Current, message);
        if (_logsReceive)
        {
            PublishDebug($"received {(handled ? "handled" : "unhandled")} message {message} from {Sender.Path}");
        }
    }

    /// <summary>Handles a message as the mailbox would, on the caller's thread.</summary>
    public void ReceiveMessageForTest(Envelope envelope)
    {
        CurrentEnvelope = envelope;
        Delivery++;
        try
        {
            ReceiveMessage(envelope.Message);
        }
        finally
        {
            CurrentEnvelope = default;
        }
    }

    internal void ReceiveMessageWithin(object message) => ReceiveMessage(message);

    /// <summary>Handles what every actor understands.</summary>
    protected internal virtual void AutoReceiveMessage(Envelope envelope) => CellMessages.AutoReceive(this, envelope);

    /// <summary>Handles a system message.</summary>
    internal void SystemInvoke(SystemMessage message) => CellMessages.SystemInvoke(this, message);

    /// <summary>Makes the instance.</summary>
    protected virtual ActorBase CreateNewActorInstance() => CellCreation.NewInstance(this);

    internal ActorBase NewActor()
    {
        Handlers = default;
        ref ActorCell? current = ref InternalCurrentActorCellKeeper.Place;
        ActorCell? before = current;
        current = this;
        try
        {
            return CreateNewActorInstance();
        }
        finally
        {
            current = before;
        }
    }

    internal void SetActor(ActorBase? actor)
    {
        _actor = actor;
        _wrapsReceive = actor is not null && ActorTraits.WrapsReceive(actor.GetType());
        _logsReceive = SystemImpl.Settings.AddLoggingReceive && actor is ILogReceive;
    }

    internal void ClearActor(ActorBase? actor) => CellCreation.Clear(this, actor);

    /// <summary>Runs an action as if inside the actor.</summary>
    public void UseThreadContext(Action action)
    {
        ActorCell? before = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        try
        {
            action();
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = before;
        }
    }

    internal void Publish(LogEvent e) => SystemImpl.EventStream.Publish(e);

    internal void PublishDebug(string text) => Publish(new Debug(Self.Path.ToString(), ActorClass, text));

    internal void PublishFault(string text) => Publish(new Error(null!, Self.Path.ToString(), ActorClass, text));

    /// <summary>Splits the incarnation off a name.</summary>
    public static NameAndUid SplitNameAndUid(string name)
    {
        (string bare, long uid) = GetNameAndUid(name);
        return new NameAndUid(bare, (int)uid);
    }

    internal static (string Name, long Uid) GetNameAndUid(string name)
    {
        int hash = name.IndexOf('#', StringComparison.Ordinal);
        return hash < 0
            ? (name, UndefinedUid)
            : (name[..hash], long.TryParse(name.AsSpan(hash + 1), out long uid) ? uid : UndefinedUid);
    }

    /// <summary>The actor that runs on this thread, or null.</summary>
    public static IActorRef GetCurrentSelfOrNoSender() => InternalCurrentActorCellKeeper.Current?.Self!;

    /// <summary>The sender of the message that is being handled on this thread, or null.</summary>
    public static IActorRef GetCurrentSenderOrNoSender() => InternalCurrentActorCellKeeper.Current?.CurrentSender!;
}
