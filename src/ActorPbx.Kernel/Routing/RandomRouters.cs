using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>Sends to a routee by chance.</summary>
public sealed class RandomLogic : RoutingLogic
{
    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) =>
        routees.Length == 0 ? Routee.NoRoutee : routees[Random.Shared.Next(routees.Length)];
}

/// <summary>A pool that sends to a routee by chance.</summary>
public sealed class RandomPool : Pool
{
    /// <summary>A pool from its deployment.</summary>
    public RandomPool(Config config) : base(config)
    {
    }

    /// <summary>A pool of the size given.</summary>
    public RandomPool(int nrOfInstances) : this(nrOfInstances, null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool of which everything is said.</summary>
    public RandomPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RandomLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>With another supervision.</summary>
    public RandomPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another resizer.</summary>
    public RandomPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public RandomPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new RandomPoolSurrogate().Of(this);

    private protected override Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) =>
        new RandomPool(NrOfInstances, resizer, strategy, dispatcher, UsePoolDispatcher);

    /// <summary>The pool, as it is serialised.</summary>
    public class RandomPoolSurrogate : PoolSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new RandomPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}

/// <summary>A group that sends to a routee by chance.</summary>
public sealed class RandomGroup : Group
{
    /// <summary>A group from its deployment.</summary>
    public RandomGroup(Config config) : base(config)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public RandomGroup(params string[] paths) : this(paths, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public RandomGroup(IEnumerable<string> paths) : this(paths, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group whose head runs on the dispatcher given.</summary>
    public RandomGroup(IEnumerable<string> paths, string? routerDispatcher) : base(paths, routerDispatcher)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new RandomLogic());

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>With another dispatcher of the head.</summary>
    public RandomGroup WithDispatcher(string dispatcher) => new(InternalPaths, dispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new RandomGroupSurrogate { Paths = InternalPaths, RouterDispatcher = RouterDispatcher };

    /// <summary>The group, as it is serialised.</summary>
    public class RandomGroupSurrogate : GroupSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new RandomGroup(Paths, RouterDispatcher);
    }
}
