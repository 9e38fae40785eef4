using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch;

namespace ActorPbx.Kernel.Routing;

/// <summary>The one reference behind which a router's routees stand.</summary>
public class RoutedActorRef : RepointableActorRef
{
    private readonly Props _routeeProps;

    /// <summary>A router with the props of its head and of its routees.</summary>
    public RoutedActorRef(ActorSystemImpl system, Props routerProps, MessageDispatcher routerDispatcher, MailboxType routerMailbox, Props routeeProps, IInternalActorRef supervisor, ActorPath path)
        : base(system, routerProps, routerDispatcher, routerMailbox, supervisor, path)
    {
        _routeeProps = routeeProps;
        routerProps.RouterConfig.VerifyConfig(path);
    }

    /// <inheritdoc/>
    protected override ActorCell NewCell() => Props.RouterConfig is Pool { Resizer: not null } pool
        ? new ResizablePoolCell(System, this, Props, Dispatcher, _routeeProps, Supervisor, pool)
        : new RoutedActorCell(System, this, Props, Dispatcher, _routeeProps, Supervisor);
}
