using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;

namespace ActorPbx.Kernel.Actor;

/// <summary>What an actor sees of its cell: itself, the letter in hand, its behaviour, its children, and those it watches.</summary>
/// <remarks>What is rarely used is made when it is first used, so that an idle actor stays small.</remarks>
public abstract class CellContext : IUntypedActorContext
{
    private readonly IInternalActorRef _self;
    private ChildrenContainer? _children;
    private DeathWatch? _watch;
    private long _nextName = -1;

    private protected CellContext(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        Props = props;
        Dispatcher = dispatcher;
        Parent = parent;
    }

    /// <summary>The whole cell.</summary>
    private protected abstract ActorCell Cell { get; }

    /// <summary>The behaviours, the present one on top.</summary>
    private protected Behavior Handlers;

    /// <summary>The wait for a receive timeout, if there was ever one.</summary>
    private protected ReceiveTimeoutState? Silence;

    /// <summary>What runs the actor.</summary>
    public MessageDispatcher Dispatcher { get; }

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
    public IActorRef Sender => CurrentEnvelope.Sender ?? SystemImpl.DeadLetters;

    /// <summary>The message that is being handled.</summary>
    public object? CurrentMessage => CurrentEnvelope.Message;

    internal IActorRef? CurrentSender
    {
        get => CurrentEnvelope.Sender;
        set => CurrentEnvelope = new Envelope(CurrentEnvelope.Message, value);
    }

    /// <summary>Tells deliveries apart, even of one message object sent twice.</summary>
    internal int Delivery { get; private protected set; }

    /// <summary>Tells deliveries apart, even of one message object sent twice.</summary>
    public int CurrentEnvelopeId => Delivery;

    /// <summary>The letter that is being read.</summary>
    internal Envelope CurrentEnvelope { get; set; }

    internal ChildrenContainer Children =>
        _children ?? Interlocked.CompareExchange(ref _children, new ChildrenContainer(), null) ?? _children;

    internal ChildrenContainer? ChildrenOrNull => _children;

    /// <summary>Takes no children from now on, if there never was one.</summary>
    internal bool TryEndWithoutChildren() =>
        _children is null && Interlocked.CompareExchange(ref _children, ChildrenContainer.Ended, null) is null;

    /// <inheritdoc />
    public ChildrenContainer ChildrenContainer => Children;

    /// <summary>Gives a function a reference below this actor; it ends with the actor.</summary>
    public FunctionRef AddFunctionRef(Action<IActorRef?, object> tell, string suffix = "") => Children.Functions(Cell).Add(tell, suffix);

    /// <summary>Ends such a reference; false when it is not one of this actor's.</summary>
    public bool RemoveFunctionRef(FunctionRef functionRef) => _children?.FunctionsOrNull?.Remove(functionRef) ?? false;

    internal bool ChildrenAreTerminating => _children is { IsTerminating: true };

    internal DeathWatch DeathWatch => _watch ??= new DeathWatch(Cell);

    internal DeathWatch? DeathWatchOrNull => _watch;

    /// <summary>Watches nobody any more; the reference of an actor that has ended may be kept for long.</summary>
    internal void EndDeathWatch()
    {
        _watch?.UnwatchAll();
        _watch = null;
    }

    /// <inheritdoc />
    public TimeSpan? ReceiveTimeout => Silence?.Timeout;

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
    public void Become(Receive receive) => Handlers.Replace(receive);

    /// <inheritdoc />
    public void BecomeStacked(Receive receive) => Handlers.Push(receive);

    /// <inheritdoc />
    public void UnbecomeStacked() => Handlers.Pop();

    void IUntypedActorContext.Become(UntypedReceive receive) => BecomeUntyped(receive);

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeUntypedStacked(receive);

    internal void BecomeUntyped(UntypedReceive receive) => Handlers.Replace(Handlers.Typed(receive));

    internal void BecomeUntypedStacked(UntypedReceive receive) => Handlers.Push(Handlers.Typed(receive));

    /// <inheritdoc />
    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is null && Silence is null)
        {
            return;
        }

        (Silence ??= new ReceiveTimeoutState(Cell)).Set(timeout);
    }

    internal void CancelReceiveTimeout() => Silence?.Cancel();

    internal void CheckReceiveTimeout() => Silence?.Check();

    /// <inheritdoc />
    public virtual IActorRef ActorOf(Props props, string? name = null) => CellChildren.ActorOf(Cell, props, name);

    /// <summary>Makes a child from outside.</summary>
    public virtual IActorRef AttachChild(Props props, bool isSystemService, string? name = null) =>
        CellChildren.Make(Cell, props, name is null ? RandomName() : CellChildren.CheckName(name), isAsync: true, isSystemService);

    internal string RandomName() => Util.Base64Encoding.Base64Encode(Interlocked.Increment(ref _nextName));

    /// <summary>Takes a name for a child about to be made.</summary>
    protected internal void ReserveChild(string name) => Children.Reserve(name);

    /// <summary>Gives a taken name back.</summary>
    protected internal void UnreserveChild(string name) => Children.Unreserve(name);

    /// <summary>Puts a new child under its reserved name.</summary>
    public ChildRestartStats? InitChild(IInternalActorRef actor) => Children.Init(actor);

    /// <summary>Stops an actor, a child or not.</summary>
    public void Stop(IActorRef child) => CellChildren.Stop(Cell, (IInternalActorRef)child);

    /// <inheritdoc />
    public IEnumerable<IInternalActorRef> GetChildren() => _children?.Children() ?? [];

    IEnumerable<IActorRef> IActorContext.GetChildren() => GetChildren();

    /// <inheritdoc />
    public IActorRef Child(string name) => CellChildren.ByName(Cell, name);

    /// <inheritdoc />
    public IInternalActorRef GetSingleChild(string name) => CellChildren.ByNameAndUid(Cell, name);

    /// <inheritdoc />
    public IInternalActorRef GetChildByName(string name) => CellChildren.ByName(Cell, name);

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

    internal void ForgetBehavior()
    {
        CurrentEnvelope = default;
        Handlers = default;
    }

    internal void ClearActorCell() => Props = CellCreation.TerminatedProps;
}
