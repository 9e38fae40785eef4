using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>A router whose routees are its own children.</summary>
public abstract class Pool : RouterConfig, IEquatable<Pool>
{
    /// <summary>A pool of the size, the resizer and the supervision given.</summary>
    protected Pool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher)
        : base(routerDispatcher)
    {
        NrOfInstances = nrOfInstances;
        Resizer = resizer;
        SupervisorStrategy = supervisorStrategy;
        UsePoolDispatcher = usePoolDispatcher;
    }

    private protected Pool(Config config)
        : this(config.GetInt("nr-of-instances"), Resizer.FromConfig(config), DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, config.HasPath("pool-dispatcher"))
    {
    }

    /// <summary>Every failure of a routee is the failure of the router.</summary>
    public static SupervisorStrategy DefaultSupervisorStrategy { get; } = new OneForOneStrategy(Decider.From(Directive.Escalate));

    /// <summary>Routees at the start.</summary>
    public int NrOfInstances { get; }

    /// <summary>What makes the pool larger and smaller, or null.</summary>
    public virtual Resizer? Resizer { get; }

    /// <summary>How routees are supervised.</summary>
    public virtual SupervisorStrategy? SupervisorStrategy { get; }

    /// <summary>Whether routees run on the dispatcher in <c>pool-dispatcher</c> of the router's deployment.</summary>
    public virtual bool UsePoolDispatcher { get; }

    /// <inheritdoc/>
    public override bool StopRouterWhenAllRouteesRemoved => Resizer == null;

    /// <summary>Routees at the start in the system given.</summary>
    public abstract int GetNrOfInstances(ActorSystem system);

    /// <summary>The recipe of the routees, with this router.</summary>
    public Props Props(Props routeeProps) => routeeProps.WithRouter(this);

    /// <inheritdoc/>
    public override ActorBase CreateRouterActor() =>
        Resizer == null ? new RouterPoolActor(SupervisorStrategy) : new ResizablePoolActor(SupervisorStrategy);

    /// <summary>This pool, with the other's supervision and resizer where it has none of its own.</summary>
    public override RouterConfig WithFallback(RouterConfig routerConfig)
    {
        if (routerConfig is not Pool other)
            return this;
        var strategy = Equals(SupervisorStrategy, DefaultSupervisorStrategy) ? other.SupervisorStrategy : SupervisorStrategy;
        var resizer = Resizer ?? other.Resizer;
        return ReferenceEquals(strategy, SupervisorStrategy) && ReferenceEquals(resizer, Resizer) ? this : Copy(resizer, strategy, RouterDispatcher);
    }

    /// <inheritdoc/>
    public bool Equals(Pool? other) =>
        other != null && (ReferenceEquals(this, other)
            || (Equals(Resizer, other.Resizer) && UsePoolDispatcher == other.UsePoolDispatcher && NrOfInstances == other.NrOfInstances));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Pool other && other.GetType() == GetType() && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Resizer, UsePoolDispatcher, NrOfInstances);

    internal virtual Routee NewRoutee(Props routeeProps, IActorContext context) =>
        new ActorRefRoutee(context.ActorOf(EnrichWithPoolDispatcher(routeeProps, context)));

    internal Props EnrichWithPoolDispatcher(Props routeeProps, IActorContext context)
    {
        if (!UsePoolDispatcher || routeeProps.Dispatcher != Dispatchers.DefaultDispatcherId)
            return routeeProps;
        var path = string.Join('/', context.Self.Path.Elements.Skip(1));
        return routeeProps.WithDispatcher($"akka.actor.deployment./{path}.pool-dispatcher");
    }

    // A pool of another author has no other form of itself.
    private protected virtual Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) => this;
}

/// <summary>A pool, as it is serialised.</summary>
public abstract class PoolSurrogate : ISurrogate
{
    /// <summary>Routees at the start.</summary>
    public int NrOfInstances { get; set; }

    /// <summary>Whether routees run on the pool's dispatcher.</summary>
    public bool UsePoolDispatcher { get; set; }

    /// <summary>The resizer, or null.</summary>
    public Resizer? Resizer { get; set; }

    /// <summary>How routees are supervised.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; set; }

    /// <summary>The head's dispatcher.</summary>
    public string? RouterDispatcher { get; set; }

    /// <inheritdoc/>
    public abstract ISurrogated FromSurrogate(ActorSystem system);

    internal PoolSurrogate Of(Pool pool)
    {
        NrOfInstances = pool.NrOfInstances;
        UsePoolDispatcher = pool.UsePoolDispatcher;
        Resizer = pool.Resizer;
        SupervisorStrategy = pool.SupervisorStrategy;
        RouterDispatcher = pool.RouterDispatcher;
        return this;
    }
}
