using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>The inside of an actor: its instance, mailbox, children and behaviour. What is rarely used is made when it is first used.</summary>
public class ActorCell : IUntypedActorContext, ICell
{
    /// <summary>The incarnation of paths that name none.</summary>
    public const int UndefinedUid = 0;

    private readonly IInternalActorRef _self;
    private Mailbox _mailbox = null!;
    private ActorBase? _actor;
    private Envelope _current;
    private Behavior _behavior;
    private ChildrenContainer? _children;
    private DeathWatch? _watch;
    private ReceiveTimeoutState? _receiveTimeout;
    private CellFault? _fault;
    private ActorTaskScheduler? _taskScheduler;
    private long _nextName = -1;
    private int _delivery;
    private readonly bool _copiesMessages;
    private bool _wrapsReceive;
    private bool _logsReceive;

    /// <summary>Makes the cell of a reference.</summary>
    public ActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        Props = props;
        Dispatcher = dispatcher;
        Parent = parent;
        _copiesMessages = system.Settings.SerializeAllMessages;
    }

    /// <summary>The props of actors that have ended.</summary>
    public static Props TerminatedProps => CellCreation.TerminatedProps;

    /// <summary>The cell of the actor that runs on this thread.</summary>
    internal static ActorCell? Current => InternalCurrentActorCellKeeper.Current;

    /// <summary>What runs the actor.</summary>
    public MessageDispatcher Dispatcher { get; }

    /// <inheritdoc />
    public bool IsLocal => true;

    /// <summary>The instance, once made.</summary>
    internal ActorBase? Actor => _actor;

    /// <summary>The mailbox.</summary>
    public Mailbox Mailbox => Volatile.Read(ref _mailbox);

    /// <inheritdoc />
    public bool IsTerminated => Mailbox?.IsClosed() ?? false;

    /// <inheritdoc />
    public ActorSystem System => SystemImpl;

    /// <inheritdoc />
    public ActorSystemImpl SystemImpl { get; }

    /// <inheritdoc cref="ICell.Props" />
    public Props Props { get; private set; }

    /// <inheritdoc cref="ICell.Self" />
    public IActorRef Self => _self;

    internal IInternalActorRef SelfInternal => _self;

    IActorRef IActorContext.Parent => Parent;

    /// <inheritdoc />
    public IInternalActorRef Parent { get; }

    /// <inheritdoc />
    public IActorRef Sender => _current.Sender ?? SystemImpl.DeadLetters;

    /// <summary>The message that is being handled.</summary>
    public object? CurrentMessage => _current.Message;

    internal IActorRef? CurrentSender
    {
        get => _current.Sender;
        set => _current = new Envelope(_current.Message, value);
    }

    /// <summary>Tells deliveries apart, even of one message object sent twice.</summary>
    internal int Delivery => _delivery;

    /// <summary>Tells deliveries apart, even of one message object sent twice.</summary>
    public int CurrentEnvelopeId => _delivery;

    internal Envelope CurrentEnvelope
    {
        get => _current;
        set => _current = value;
    }

    /// <inheritdoc />
    public bool HasMessages => Mailbox.HasMessages;

    /// <inheritdoc />
    public int NumberOfMessages => Mailbox.NumberOfMessages;

    internal Type ActorClass => _actor?.GetType() ?? typeof(ActorCell);

    internal ChildrenContainer Children =>
        _children ?? Interlocked.CompareExchange(ref _children, new ChildrenContainer(), null) ?? _children;

    internal ChildrenContainer? ChildrenOrNull => _children;

    /// <inheritdoc />
    public ChildrenContainer ChildrenContainer => Children;

    /// <summary>Gives a function a reference below this actor; it ends with the actor.</summary>
    public FunctionRef AddFunctionRef(Action<IActorRef?, object> tell, string suffix = "") => Children.Functions(this).Add(tell, suffix);

    /// <summary>Ends such a reference; false when it is not one of this actor's.</summary>
    public bool RemoveFunctionRef(FunctionRef functionRef) => _children?.FunctionsOrNull?.Remove(functionRef) ?? false;

    internal bool ChildrenAreTerminating => _children is { IsTerminating: true };

    internal DeathWatch DeathWatch => _watch ??= new DeathWatch(this);

    internal DeathWatch? DeathWatchOrNull => _watch;

    internal CellFault Fault => _fault ??= new CellFault(this);

    internal CellFault? FaultOrNull => _fault;

    /// <inheritdoc />
    public TimeSpan? ReceiveTimeout => _receiveTimeout?.Timeout;

    /// <summary>Runs the continuations of asynchronous handlers inside the actor.</summary>
    public virtual ActorTaskScheduler TaskScheduler =>
        _taskScheduler ?? Interlocked.CompareExchange(ref _taskScheduler, new ActorTaskScheduler(this), null) ?? _taskScheduler;

    /// <summary>Gives the cell its mailbox, with the order to make the actor in it.</summary>
    public void Init(bool sendSupervise, MailboxType mailboxType)
    {
        var mailbox = new Mailbox(mailboxType.Create(_self, SystemImpl));
        mailbox.SetActor(this);
        _mailbox = mailbox;
        mailbox.SystemEnqueue(_self, new Create(CellCreation.RequirementFailure(this, mailbox)));
        if (sendSupervise)
        {
            Parent.SendSystemMessage(new Supervise(_self, async: false));
        }
    }

    internal Mailbox SwapMailbox(Mailbox mailbox) => Interlocked.Exchange(ref _mailbox, mailbox);

    /// <inheritdoc />
    public virtual void Start() => Dispatcher.Attach(this);

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
        _current = envelope;
        _delivery++;
        object message = envelope.Message;
        bool influences = _receiveTimeout is not null && (message is ITimerMsg timer ? timer.Message : message) is not INotInfluenceReceiveTimeout;
        if (influences)
        {
            _receiveTimeout!.Cancel();
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

            _current = default;
        }
        catch (Exception cause)
        {
            Fault.HandleInvokeFailure(cause);
        }

        if (_receiveTimeout is { } timeout && (influences || !timeout.Running))
        {
            timeout.Check();
        }
    }

    /// <summary>Hands a message to the present behaviour.</summary>
    protected virtual void ReceiveMessage(object message)
    {
        ActorBase actor = _actor!;
        bool handled = _wrapsReceive
            ? actor.AroundReceive(_behavior.Current ?? _behavior.Base(actor), message)
            : actor.Handle(_behavior.Current, message);
        if (_logsReceive)
        {
            PublishDebug($"received {(handled ? "handled" : "unhandled")} message {message} from {Sender.Path}");
        }
    }

    /// <summary>Handles a message as the mailbox would, on the caller's thread.</summary>
    public void ReceiveMessageForTest(Envelope envelope)
    {
        _current = envelope;
        _delivery++;
        try
        {
            ReceiveMessage(envelope.Message);
        }
        finally
        {
            _current = default;
        }
    }

    internal void ReceiveMessageWithin(object message) => ReceiveMessage(message);

    /// <summary>Handles what every actor understands.</summary>
    protected internal virtual void AutoReceiveMessage(Envelope envelope) => CellMessages.AutoReceive(this, envelope);

    /// <summary>Handles a system message.</summary>
    internal void SystemInvoke(SystemMessage message) => CellMessages.SystemInvoke(this, message);

    /// <inheritdoc />
    public IActorRef Watch(IActorRef subject)
    {
        DeathWatch.Watch((IInternalActorRef)subject, null);
        return subject;
    }

    /// <inheritdoc />
    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        DeathWatch.Watch((IInternalActorRef)subject, message);
        return subject;
    }

    /// <inheritdoc />
    public IActorRef Unwatch(IActorRef subject)
    {
        _watch?.Unwatch((IInternalActorRef)subject);
        return subject;
    }

    /// <inheritdoc />
    public void Become(Receive receive) => _behavior.Replace(receive);

    /// <inheritdoc />
    public void BecomeStacked(Receive receive) => _behavior.Push(receive);

    /// <inheritdoc />
    public void UnbecomeStacked() => _behavior.Pop();

    void IUntypedActorContext.Become(UntypedReceive receive) => BecomeUntyped(receive);

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeUntypedStacked(receive);

    internal void BecomeUntyped(UntypedReceive receive) => _behavior.Replace(_behavior.Typed(receive));

    internal void BecomeUntypedStacked(UntypedReceive receive) => _behavior.Push(_behavior.Typed(receive));

    /// <inheritdoc />
    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is null && _receiveTimeout is null)
        {
            return;
        }

        (_receiveTimeout ??= new ReceiveTimeoutState(this)).Set(timeout);
    }

    internal void CancelReceiveTimeout() => _receiveTimeout?.Cancel();

    internal void CheckReceiveTimeout() => _receiveTimeout?.Check();

    /// <inheritdoc />
    public virtual IActorRef ActorOf(Props props, string? name = null) => CellChildren.ActorOf(this, props, name);

    /// <summary>Makes a child from outside.</summary>
    public virtual IActorRef AttachChild(Props props, bool isSystemService, string? name = null) =>
        CellChildren.Make(this, props, name is null ? RandomName() : CellChildren.CheckName(name), isAsync: true, isSystemService);

    internal string RandomName() => Util.Base64Encoding.Base64Encode(Interlocked.Increment(ref _nextName));

    /// <summary>Takes a name for a child about to be made.</summary>
    protected internal void ReserveChild(string name) => Children.Reserve(name);

    /// <summary>Gives a taken name back.</summary>
    protected internal void UnreserveChild(string name) => Children.Unreserve(name);

    /// <summary>Puts a new child under its reserved name.</summary>
    public ChildRestartStats? InitChild(IInternalActorRef actor) => Children.Init(actor);

    /// <summary>Stops an actor, a child or not.</summary>
    public void Stop(IActorRef child) => CellChildren.Stop(this, (IInternalActorRef)child);

    /// <inheritdoc />
    public IEnumerable<IInternalActorRef> GetChildren() => _children?.Children() ?? [];

    IEnumerable<IActorRef> IActorContext.GetChildren() => GetChildren();

    /// <inheritdoc />
    public IActorRef Child(string name) => CellChildren.ByName(this, name);

    /// <inheritdoc />
    public IInternalActorRef GetSingleChild(string name) => CellChildren.ByNameAndUid(this, name);

    /// <inheritdoc />
    public IInternalActorRef GetChildByName(string name) => CellChildren.ByName(this, name);

    /// <inheritdoc />
    public bool TryGetChildStatsByName(string name, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IChildStats? child)
    {
        child = null;
        return _children is not null && _children.TryGetByName(name, out child);
    }

    /// <inheritdoc />
    public ActorSelection ActorSelection(string path) => ActorRefFactoryShared.ActorSelection(path, SystemImpl, Self);

    /// <inheritdoc />
    public ActorSelection ActorSelection(ActorPath path) => ActorRefFactoryShared.ActorSelection(path, SystemImpl);

    /// <summary>Makes the instance.</summary>
    protected virtual ActorBase CreateNewActorInstance() => CellCreation.NewInstance(this);

    internal ActorBase NewActor()
    {
        _behavior = default;
        ActorBase? instance = null;
        UseThreadContext(() => instance = CreateNewActorInstance());
        return instance!;
    }

    internal void SetActor(ActorBase? actor)
    {
        _actor = actor;
        _wrapsReceive = actor is not null && ActorTraits.WrapsReceive(actor.GetType());
        _logsReceive = SystemImpl.Settings.AddLoggingReceive && actor is ILogReceive;
    }

    internal void ClearActor(ActorBase? actor) => CellCreation.Clear(this, actor);

    internal void ForgetBehavior()
    {
        _current = default;
        _behavior = default;
    }

    internal void ClearActorCell() => Props = CellCreation.TerminatedProps;

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
    public static IActorRef GetCurrentSelfOrNoSender() => InternalCurrentActorCellKeeper.Current?._self!;

    /// <summary>The sender of the message that is being handled on this thread, or null.</summary>
    public static IActorRef GetCurrentSenderOrNoSender() => InternalCurrentActorCellKeeper.Current?.CurrentSender!;
}
