using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Actor;

/// <summary>A reference with a cell behind it.</summary>
public abstract class ActorRefWithCell : InternalActorRefBase
{
    /// <summary>The cell.</summary>
    public abstract ICell Underlying { get; }

    /// <summary>All children.</summary>
    public abstract IEnumerable<IActorRef> Children { get; }

    /// <summary>The child with the name, or nobody; a name may carry an incarnation.</summary>
    public abstract IInternalActorRef GetSingleChild(string name);

    internal IActorRef FindChild(IReadOnlyList<string> names)
    {
        IInternalActorRef current = this;
        for (int i = 0; i < names.Count; i++)
        {
            if (current is not ActorRefWithCell withCell)
            {
                return current.GetChild([.. names.Skip(i)]);
            }

            current = names[i] switch
            {
                ".." => current.Parent,
                "" => current,
                var name => withCell.GetSingleChild(name),
            };
            if (current.IsNobody())
            {
                return ActorRefs.Nobody;
            }
        }

        return current;
    }
}

/// <summary>The reference of an actor in this process.</summary>
public class LocalActorRef : ActorRefWithCell, ILocalRef
{
    private readonly ActorCell _cell;

    /// <summary>Makes the reference and its cell; the actor starts with <see cref="Start"/>.</summary>
    public LocalActorRef(ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
    {
        Path = path;
        _cell = NewActorCell(system, this, props, dispatcher, supervisor);
        _cell.Init(sendSupervise: false, mailboxType);
    }

    /// <summary>Makes the cell.</summary>
    protected virtual ActorCell NewActorCell(ActorSystemImpl system, IInternalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef supervisor) =>
        new(system, self, props, dispatcher, supervisor);

    /// <summary>The cell.</summary>
    public ActorCell Cell => _cell;

    /// <summary>The system.</summary>
    protected ActorSystem System => _cell.System;

    /// <summary>How the actor is made.</summary>
    protected Props Props => _cell.Props;

    /// <summary>What runs the actor.</summary>
    protected MessageDispatcher Dispatcher => _cell.Dispatcher;

    /// <summary>The parent, which looks after the actor.</summary>
    protected IInternalActorRef Supervisor => _cell.Parent;

    /// <summary>What makes the mailbox.</summary>
    protected MailboxType MailboxType => _cell.SystemImpl.Mailboxes.GetMailboxType(_cell.Props, _cell.Dispatcher.Configurator.Config);

    /// <inheritdoc />
    public override ICell Underlying => _cell;

    /// <inheritdoc />
    public override ActorPath Path { get; }

    /// <inheritdoc />
    public override IActorRefProvider Provider => _cell.SystemImpl.Provider;

    /// <inheritdoc />
    public override IInternalActorRef Parent => _cell.Parent;

    /// <inheritdoc />
    public override IEnumerable<IActorRef> Children => _cell.GetChildren();

    /// <inheritdoc />
    public override bool IsLocal => true;

    /// <inheritdoc />
    public override bool IsTerminated => _cell.IsTerminated;

    /// <inheritdoc />
    public override void Start() => _cell.Start();

    /// <inheritdoc />
    public override void Stop() => _cell.Stop();

    /// <inheritdoc />
    public override void Suspend() => _cell.Suspend();

    /// <inheritdoc />
    public override void Resume(Exception? causedByFailure = null) => _cell.Resume(causedByFailure);

    /// <inheritdoc />
    public override void Restart(Exception cause) => _cell.Restart(cause);

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message) => _cell.SendSystemMessage(message);

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef? sender) => _cell.SendMessage(new Envelope(message, sender));

    /// <inheritdoc />
    public override IInternalActorRef GetSingleChild(string name) => _cell.GetSingleChild(name);

    /// <inheritdoc />
    public override IActorRef GetChild(IReadOnlyList<string> name) => FindChild(name);
}

/// <summary>The reference of an actor made from outside its parent; the cell comes after the reference.</summary>
public class RepointableActorRef : ActorRefWithCell, IRepointableRef
{
    private readonly Lock _gate = new();
    private ActorCell? _cell;

    /// <summary>Makes the reference only.</summary>
    public RepointableActorRef(ActorSystemImpl system, Props props, MessageDispatcher dispatcher, MailboxType mailboxType, IInternalActorRef supervisor, ActorPath path)
    {
        System = system;
        Props = props;
        Dispatcher = dispatcher;
        MailboxType = mailboxType;
        Supervisor = supervisor;
        Path = path;
    }

    /// <summary>The system.</summary>
    protected ActorSystemImpl System { get; }

    /// <summary>How the actor is made.</summary>
    protected Props Props { get; }

    /// <summary>What runs the actor.</summary>
    protected MessageDispatcher Dispatcher { get; }

    /// <summary>What makes the mailbox.</summary>
    public MailboxType MailboxType { get; }

    /// <summary>The parent.</summary>
    protected IInternalActorRef Supervisor { get; }

    /// <inheritdoc />
    public override ActorPath Path { get; }

    /// <inheritdoc />
    public override ICell Underlying => IsStarted ? Cell : new UnstartedCell(Cell);

    /// <summary>The cell, or what stands in for it before the start.</summary>
    public ICell Lookup => Underlying;

    private ActorCell Cell => Volatile.Read(ref _cell) ?? MakeCell();

    /// <inheritdoc />
    public bool IsStarted { get; private set; }

    /// <inheritdoc />
    public override IActorRefProvider Provider => System.Provider;

    /// <inheritdoc />
    public override IInternalActorRef Parent => Supervisor;

    /// <inheritdoc />
    public override IEnumerable<IActorRef> Children => Cell.GetChildren();

    /// <inheritdoc />
    public override bool IsLocal => true;

    /// <inheritdoc />
    public override bool IsTerminated => Cell.IsTerminated;

    /// <summary>Makes the cell.</summary>
    protected virtual ActorCell NewCell() => new(System, this, Props, Dispatcher, Supervisor);

    /// <summary>Makes the cell and puts the actor under its parent's care.</summary>
    public RepointableActorRef Initialize(bool async)
    {
        Supervisor.SendSystemMessage(new Supervise(this, async));
        if (!async)
        {
            Point();
        }

        return this;
    }

    /// <summary>Lets the actor work, if it does not yet.</summary>
    public void Point()
    {
        if (!IsStarted)
        {
            Start();
        }
    }

    private ActorCell MakeCell()
    {
        lock (_gate)
        {
            if (_cell is not null)
            {
                return _cell;
            }

            ActorCell made = NewCell();
            made.Init(sendSupervise: false, MailboxType);
            Volatile.Write(ref _cell, made);
            return made;
        }
    }

    /// <inheritdoc />
    public override void Start()
    {
        ActorCell cell = Cell;
        IsStarted = true;
        cell.Start();
    }

    /// <inheritdoc />
    public override void Stop() => Cell.Stop();

    /// <inheritdoc />
    public override void Suspend() => Cell.Suspend();

    /// <inheritdoc />
    public override void Resume(Exception? causedByFailure = null) => Cell.Resume(causedByFailure);

    /// <inheritdoc />
    public override void Restart(Exception cause) => Cell.Restart(cause);

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message) => Cell.SendSystemMessage(message);

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef? sender) => Cell.SendMessage(new Envelope(message, sender));

    /// <inheritdoc />
    public override IInternalActorRef GetSingleChild(string name) => Cell.GetSingleChild(name);

    /// <inheritdoc />
    public override IActorRef GetChild(IReadOnlyList<string> name) => FindChild(name);
}
