using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;

namespace ActorPbx.Kernel.Routing;

/// <summary>The inside of a router: messages go from the sender's thread straight to a routee; only management messages reach the head's mailbox.</summary>
public class RoutedActorCell(ActorSystemImpl system, IInternalActorRef self, Props routerProps, MessageDispatcher dispatcher, Props routeeProps, IInternalActorRef supervisor)
    : ActorCell(system, self, routerProps, dispatcher, supervisor)
{
    // A removed child gets its poison pill late, so that messages on their way to it arrive before.
    private static readonly TimeSpan StopDelay = TimeSpan.FromMilliseconds(100);

    private Router? _router;
    private bool _open;

    /// <summary>The routing logic and its routees of now.</summary>
    public Router Router => Volatile.Read(ref _router)!;

    /// <summary>What routees are made from.</summary>
    public Props RouteeProps { get; } = routeeProps;

    /// <summary>What the router was made from.</summary>
    public RouterConfig RouterConfig { get; } = routerProps.RouterConfig;

    /// <inheritdoc/>
    public override void Start()
    {
        _router = RouterConfig.CreateRouter(System);
        if (RouterConfig is Pool pool)
            AddRoutees([.. Enumerable.Range(0, pool.GetNrOfInstances(System)).Select(_ => pool.NewRoutee(RouteeProps, this))]);
        else if (RouterConfig is Group group)
            AddRoutees([.. group.GetPaths(System).Select(path => group.RouteeFor(path, this))]);
        PreSuperStart();
        Volatile.Write(ref _open, true); // what routees send here while they are made waits in the head's mailbox
        base.Start();
    }

    /// <inheritdoc/>
    public override void SendMessage(Envelope message)
    {
        if (!Volatile.Read(ref _open))
            Hold(message);
        else if (RouterConfig.IsManagementMessage(message.Message))
            base.SendMessage(message);
        else
            Router.Route(message.Message, message.Sender);
    }

    // The head must not read it before all routees are there; the start sets the mailbox going, or whoever finds that it is over.
    private void Hold(Envelope message)
    {
        Mailbox.Enqueue(Self, message);
        if (Volatile.Read(ref _open))
            Dispatcher.RegisterForExecution(Mailbox, true, false);
    }

    internal void AddRoutee(Routee routee) => AddRoutees([routee]);

    internal void AddRoutees(IReadOnlyList<Routee> routees)
    {
        foreach (var routee in routees.OfType<ActorRefRoutee>())
            Watch(routee.Actor);
        var router = Router;
        Volatile.Write(ref _router, router.WithRoutees([.. router.Routees, .. routees]));
    }

    internal void RemoveRoutee(Routee routee, bool stopChild) => RemoveRoutees([routee], stopChild);

    internal void RemoveRoutees(IReadOnlyList<Routee> affected, bool stopChild)
    {
        var router = Router;
        Volatile.Write(ref _router, router.WithRoutees([.. router.Routees.Where(routee => !affected.Contains(routee))]));
        foreach (var routee in affected.OfType<ActorRefRoutee>())
        {
            Unwatch(routee.Actor);
            if (stopChild && TryGetChildStatsByName(routee.Actor.Path.Name, out var stats) && stats is ChildRestartStats)
                System.Scheduler.ScheduleTellOnce(StopDelay, routee.Actor, PoisonPill.Instance, Self);
        }
    }

    /// <inheritdoc/>
    protected override ActorBase CreateNewActorInstance() => RouterConfig.CreateRouterActor();

    /// <summary>Runs between the making of the routees and the start of the head.</summary>
    protected virtual void PreSuperStart()
    {
    }
}

/// <summary>The inside of a pool that changes its size.</summary>
internal sealed class ResizablePoolCell(ActorSystemImpl system, IInternalActorRef self, Props routerProps, MessageDispatcher dispatcher, Props routeeProps, IInternalActorRef supervisor, Pool pool)
    : RoutedActorCell(system, self, routerProps, dispatcher, routeeProps, supervisor)
{
    private readonly Resizer _resizer = pool.Resizer ?? throw new ArgumentException("RouterConfig must be a Pool with defined resizer", nameof(pool));
    private long _messages = -1;
    private int _resizing;

    public override void SendMessage(Envelope message)
    {
        if (!RouterConfig.IsManagementMessage(message.Message)
            && _resizer.IsTimeForResize(Interlocked.Increment(ref _messages))
            && Interlocked.Exchange(ref _resizing, 1) == 0)
            base.SendMessage(new Envelope(new Resize(), Self));
        base.SendMessage(message);
    }

    internal void Resize(bool initial)
    {
        if (Volatile.Read(ref _resizing) == 0 && !initial)
            return;
        try
        {
            ChangeSize(_resizer.Resize(Router.Routees));
        }
        finally
        {
            Volatile.Write(ref _resizing, 0);
        }
    }

    // The first resize comes before the first message.
    protected override void PreSuperStart()
    {
        if (_resizer.IsTimeForResize(Interlocked.Increment(ref _messages)))
            Resize(true);
    }

    private void ChangeSize(int change)
    {
        if (change > 0)
        {
            AddRoutees([.. Enumerable.Range(0, change).Select(_ => pool.NewRoutee(RouteeProps, this))]);
            return;
        }

        if (change < 0)
            RemoveRoutees([.. Router.Routees.TakeLast(-change)], true);
    }
}
