using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Configuration;

namespace ActorPbx.Kernel.Routing;

/// <summary>Makes the references of routers.</summary>
internal static class RoutedActors
{
    public static IInternalActorRef Make(ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, IActorRefProvider provider)
    {
        // What is missing is said now, not when the routees start.
        var routeeProps = props.WithRouter(NoRouter.Instance);
        LocalActorRefProvider.Resources(system, routeeProps, path, false);

        var dispatcherId = props.RouterConfig.RouterDispatcher;
        if (!system.Dispatchers.HasDispatcher(dispatcherId))
            throw new ConfigurationException($"Dispatcher [{dispatcherId}] not configured for router of path [{path}]");
        var routerProps = new Props(props.Deploy.WithDispatcher(dispatcherId), typeof(RouterActor), []);
        var dispatcher = system.Dispatchers.Lookup(dispatcherId);
        var mailbox = system.Mailboxes.GetMailboxType(routerProps, dispatcher.Configurator.Config);
        return new RoutedActorRef(system, routerProps, dispatcher, mailbox, routeeProps, supervisor, path);
    }
}
