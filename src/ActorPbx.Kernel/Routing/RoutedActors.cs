using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Routing;

/// <summary>Makes the references of routers.</summary>
internal static class RoutedActors
{
    public static IInternalActorRef Make(ActorSystemImpl system, Props props, IInternalActorRef supervisor, ActorPath path, IActorRefProvider provider) =>
        throw new NotSupportedException($"Router {props.RouterConfig} at {path}");
}
