using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>Sends to one routee after the other.</summary>
public sealed class RoundRobinRoutingLogic : RoutingLogic
{
    private int _next;

    /// <summary>Begins with the first routee.</summary>
    public RoundRobinRoutingLogic() : this(-1)
    {
    }

    /// <summary>Begins with the routee after the one given.</summary>
    public RoundRobinRoutingLogic(int next) => _next = next;

    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) =>
        routees.Length == 0 ? Routee.NoRoutee : routees[(Interlocked.Increment(ref _next) & int.MaxValue) % routees.Length];
}

/// <summary>A pool that sends to one routee after the other.</summary>
public sealed class RoundRobinPool : Pool
{
    /// <summary>A pool from its deployment.</summary>
    public RoundRobinPool(Config config) : base(config)
    {
    }

    /// <summary>A pool of the size given.</summary>
    public RoundRobinPool(int nrOfInstances) : this(nrOfInstances, null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool with a resizer.</summary>
    public RoundRobinPool(int nrOfInstances, Resizer? resizer) : this(nrOfInstances, resizer, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool of which everything is said.</summary>
    public RoundRobinPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RoundRobinRoutingLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>With another supervision.</summary>
    public RoundRobinPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another resizer.</summary>
    public RoundRobinPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public RoundRobinPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new RoundRobinPoolSurrogate().Of(this);

    private protected override Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) =>
        new RoundRobinPool(NrOfInstances, resizer, strategy, dispatcher, UsePoolDispatcher);

    /// <summary>The pool, as it is serialised.</summary>
    public class RoundRobinPoolSurrogate : PoolSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new RoundRobinPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}

/// <summary>A group that sends to one routee after the other.</summary>
public sealed class RoundRobinGroup : Group
{
    /// <summary>A group from its deployment.</summary>
    public RoundRobinGroup(Config config) : base(config)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public RoundRobinGroup(params string[] paths) : this(paths, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public RoundRobinGroup(IEnumerable<string> paths) : this(paths, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group whose head runs on the dispatcher given.</summary>
    public RoundRobinGroup(IEnumerable<string> paths, string? routerDispatcher) : base(paths, routerDispatcher)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RoundRobinRoutingLogic());

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>With another dispatcher of the head.</summary>
    public RoundRobinGroup WithDispatcher(string dispatcher) => new(InternalPaths, dispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new RoundRobinGroupSurrogate { Paths = InternalPaths, RouterDispatcher = RouterDispatcher };

    /// <summary>The group, as it is serialised.</summary>
    public class RoundRobinGroupSurrogate : GroupSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new RoundRobinGroup(Paths, RouterDispatcher);
    }
}
