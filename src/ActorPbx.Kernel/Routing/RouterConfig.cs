using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>How messages sent to one reference are routed to several actors.</summary>
public abstract class RouterConfig : ISurrogated, IEquatable<RouterConfig>
{
    /// <summary>A router whose head runs where its actor says.</summary>
    protected RouterConfig()
    {
    }

    /// <summary>A router whose head runs on the dispatcher given, or else on the default one.</summary>
    protected RouterConfig(string? routerDispatcher) => RouterDispatcher = routerDispatcher ?? Dispatchers.DefaultDispatcherId;

    /// <summary>The dispatcher of the router's head, which supervises, watches and handles management messages.</summary>
    public virtual string RouterDispatcher { get; } = Dispatchers.DefaultDispatcherId;

    /// <summary>Whether the router stops when it has no routee any more.</summary>
    public virtual bool StopRouterWhenAllRouteesRemoved => true;

    /// <summary>The router, as yet without routees.</summary>
    public abstract Router CreateRouter(ActorSystem system);

    /// <summary>The actor that is the router's head.</summary>
    public abstract ActorBase CreateRouterActor();

    /// <summary>This, completed by another.</summary>
    public virtual RouterConfig WithFallback(RouterConfig routerConfig) => this;

    /// <summary>The recipe of an actor that steers the logic from outside, or null.</summary>
    public virtual Props? RoutingLogicController(RoutingLogic routingLogic) => null;

    /// <summary>Whether a message is for the router itself.</summary>
    public virtual bool IsManagementMessage(object message) => message is IAutoReceivedMessage or RouterManagementMessage;

    /// <summary>Throws when something is missing that the router at the path needs.</summary>
    public virtual void VerifyConfig(ActorPath path)
    {
    }

    /// <inheritdoc/>
    public abstract ISurrogate ToSurrogate(ActorSystem system);

    /// <inheritdoc/>
    public bool Equals(RouterConfig? other) =>
        other != null && (ReferenceEquals(this, other) || (GetType() == other.GetType() && (this is NoRouter || RouterDispatcher == other.RouterDispatcher)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RouterConfig);

    /// <inheritdoc/>
    public override int GetHashCode() => GetType().GetHashCode();
}

/// <summary>A router that is neither a pool nor a group.</summary>
public abstract class CustomRouterConfig : RouterConfig
{
    /// <summary>A router whose head runs on the default dispatcher.</summary>
    protected CustomRouterConfig() : base(Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A router whose head runs on the dispatcher given.</summary>
    protected CustomRouterConfig(string routerDispatcher) : base(routerDispatcher)
    {
    }

    /// <inheritdoc/>
    public override ActorBase CreateRouterActor() => new RouterActor();
}

/// <summary>No routing: an actor gets its messages itself.</summary>
public class NoRouter : RouterConfig
{
    /// <summary>The one value of this type.</summary>
    protected NoRouter()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static NoRouter Instance { get; } = new();

    /// <summary>Always throws: there is no head.</summary>
    public override string RouterDispatcher => throw new NotSupportedException("NoRouter has no dispatcher");

    /// <summary>Always throws: there is no router.</summary>
    public override Router CreateRouter(ActorSystem system) => throw new NotSupportedException("NoRouter has no Router");

    /// <summary>Always throws: there is no head.</summary>
    public override ActorBase CreateRouterActor() => throw new NotSupportedException("NoRouter must not create RouterActor");

    /// <inheritdoc/>
    public override RouterConfig WithFallback(RouterConfig routerConfig) => routerConfig;

    /// <summary>The recipe without a router.</summary>
    public Props Props(Props routeeProps) => routeeProps.WithRouter(this);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new NoRouterSurrogate();

    /// <summary>No router, as it is serialised.</summary>
    public class NoRouterSurrogate : ISurrogate
    {
        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
