using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Routing;

/// <summary>The head of a router: it watches the routees and handles management messages; the messages to route pass it by.</summary>
internal class RouterActor : UntypedActor
{
    private readonly IActorRef? _routingLogicController;

    public RouterActor()
    {
        Cell = Context as RoutedActorCell
            ?? throw new ActorInitializationException($"Router actor can only be used in RoutedActorRef, not in {Context.GetType()}");
        var controller = Cell.RouterConfig.RoutingLogicController(Cell.Router.RoutingLogic);
        if (controller != null)
            _routingLogicController = Context.ActorOf(controller.WithDispatcher(Context.Props.Dispatcher), "routingLogicController");
    }

    protected RoutedActorCell Cell { get; }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case GetRoutees:
                Sender.Tell(new Routees(Cell.Router.Routees), Self);
                break;
            case AddRoutee add:
                Cell.AddRoutee(add.Routee);
                break;
            case RemoveRoutee remove:
                Cell.RemoveRoutee(remove.Routee, true);
                StopIfAllRouteesRemoved();
                break;
            case Terminated terminated:
                Cell.RemoveRoutee(new ActorRefRoutee(terminated.ActorRef), false);
                StopIfAllRouteesRemoved();
                break;
            case var late when !Cell.RouterConfig.IsManagementMessage(late):
                // Sent before the router had its routees.
                Cell.Router.Route(late, Sender);
                break;
            default:
                _routingLogicController?.Forward(message);
                break;
        }
    }

    // The routees outlive a restart of the head.
    protected override void PreRestart(Exception reason, object message)
    {
    }

    private void StopIfAllRouteesRemoved()
    {
        if (!Cell.Router.Routees.Any() && Cell.RouterConfig.StopRouterWhenAllRouteesRemoved)
            Context.Stop(Self);
    }
}

/// <summary>The head of a pool.</summary>
internal class RouterPoolActor : RouterActor
{
    private readonly SupervisorStrategy _supervisorStrategy;
    private readonly Pool _pool;

    public RouterPoolActor(SupervisorStrategy? supervisorStrategy)
    {
        _supervisorStrategy = supervisorStrategy ?? Pool.DefaultSupervisorStrategy;
        _pool = Cell.RouterConfig as Pool
            ?? throw new ActorInitializationException($"RouterPoolActor can only be used with Pool, not {Cell.RouterConfig.GetType()}");
    }

    protected override SupervisorStrategy SupervisorStrategy() => _supervisorStrategy;

    protected override void OnReceive(object message)
    {
        if (message is not AdjustPoolSize { Change: var change })
            base.OnReceive(message);
        else if (change > 0)
            Cell.AddRoutees([.. Enumerable.Range(0, change).Select(_ => _pool.NewRoutee(Cell.RouteeProps, Context))]);
        else if (change < 0)
            Cell.RemoveRoutees([.. Cell.Router.Routees.TakeLast(-change)], true);
    }
}

/// <summary>The head of a pool that changes its size.</summary>
internal sealed class ResizablePoolActor(SupervisorStrategy? supervisorStrategy) : RouterPoolActor(supervisorStrategy)
{
    protected override void OnReceive(object message)
    {
        if (message is Resize && Cell is ResizablePoolCell pool)
            pool.Resize(false);
        else
            base.OnReceive(message);
    }
}
