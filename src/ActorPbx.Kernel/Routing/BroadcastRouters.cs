using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>Sends to every routee.</summary>
public sealed class BroadcastRoutingLogic : RoutingLogic
{
    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) =>
        routees.Length == 0 ? Routee.NoRoutee : new SeveralRoutees(routees);
}

/// <summary>A pool that sends to every routee.</summary>
public sealed class BroadcastPool : Pool
{
    /// <summary>A pool from its deployment.</summary>
    public BroadcastPool(Config config) : base(config)
    {
    }

    /// <summary>A pool of the size given.</summary>
    public BroadcastPool(int nrOfInstances) : this(nrOfInstances, null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool of which everything is said.</summary>
    public BroadcastPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new BroadcastRoutingLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>With another supervision.</summary>
    public BroadcastPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another resizer.</summary>
    public BroadcastPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public BroadcastPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new BroadcastPoolSurrogate().Of(this);

    private protected override Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) =>
        new BroadcastPool(NrOfInstances, resizer, strategy, dispatcher, UsePoolDispatcher);

    /// <summary>The pool, as it is serialised.</summary>
    public class BroadcastPoolSurrogate : PoolSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new BroadcastPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}

/// <summary>A group that sends to every routee.</summary>
public sealed class BroadcastGroup : Group
{
    /// <summary>A group from its deployment.</summary>
    public BroadcastGroup(Config config) : base(config)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public BroadcastGroup(params string[] paths) : this(paths, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public BroadcastGroup(IEnumerable<string> paths) : this(paths, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group whose head runs on the dispatcher given.</summary>
    public BroadcastGroup(IEnumerable<string> paths, string? routerDispatcher) : base(paths, routerDispatcher)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new BroadcastRoutingLogic());

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>With another dispatcher of the head.</summary>
    public BroadcastGroup WithDispatcher(string dispatcher) => new(InternalPaths, dispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new BroadcastGroupSurrogate { Paths = InternalPaths, RouterDispatcher = RouterDispatcher };

    /// <summary>The group, as it is serialised.</summary>
    public class BroadcastGroupSurrogate : GroupSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new BroadcastGroup(Paths, RouterDispatcher);
    }
}
