using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>A pool that sends messages with equal keys to the same routee. A resizer moves keys to other routees.</summary>
public sealed class ConsistentHashingPool : Pool
{
    private readonly ConsistentHashMapping _hashMapping;

    /// <summary>A pool from its deployment.</summary>
    public ConsistentHashingPool(Config config) : base(config)
    {
        VirtualNodesFactor = config.GetInt("virtual-nodes-factor");
        _hashMapping = ConsistentHashingRoutingLogic.NoMapping;
    }

    /// <summary>A pool of the size given.</summary>
    public ConsistentHashingPool(int nrOfInstances) : this(nrOfInstances, null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool of the size given that asks a function for the keys.</summary>
    public ConsistentHashingPool(int nrOfInstances, ConsistentHashMapping hashMapping)
        : this(nrOfInstances, null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, false, 0, hashMapping)
    {
    }

    /// <summary>A pool of which everything is said.</summary>
    public ConsistentHashingPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false, int virtualNodesFactor = 0, ConsistentHashMapping? hashMapping = null)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
        VirtualNodesFactor = virtualNodesFactor;
        _hashMapping = hashMapping ?? ConsistentHashingRoutingLogic.NoMapping;
    }

    /// <summary>Points of each routee on the ring; 0: as configured.</summary>
    public int VirtualNodesFactor { get; }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new ConsistentHashingRoutingLogic(system, VirtualNodesFactor, _hashMapping));

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>With another factor.</summary>
    public ConsistentHashingPool WithVirtualNodesFactor(int vnodes) => With(Resizer, SupervisorStrategy, RouterDispatcher, vnodes, _hashMapping);

    /// <summary>With another function of keys.</summary>
    public ConsistentHashingPool WithHashMapping(ConsistentHashMapping mapping) => With(Resizer, SupervisorStrategy, RouterDispatcher, VirtualNodesFactor, mapping);

    /// <summary>With another supervision.</summary>
    public ConsistentHashingPool WithSupervisorStrategy(SupervisorStrategy strategy) => With(Resizer, strategy, RouterDispatcher, VirtualNodesFactor, _hashMapping);

    /// <summary>With another resizer.</summary>
    public ConsistentHashingPool WithResizer(Resizer resizer) => With(resizer, SupervisorStrategy, RouterDispatcher, VirtualNodesFactor, _hashMapping);

    /// <summary>With another dispatcher of the head.</summary>
    public ConsistentHashingPool WithDispatcher(string dispatcher) => With(Resizer, SupervisorStrategy, dispatcher, VirtualNodesFactor, _hashMapping);

    /// <inheritdoc/>
    public override RouterConfig WithFallback(RouterConfig routerConfig)
    {
        var merged = base.WithFallback(routerConfig);
        // The configuration knows no function of keys, the program does.
        if (ReferenceEquals(_hashMapping, ConsistentHashingRoutingLogic.NoMapping) && routerConfig is ConsistentHashingPool other && merged is ConsistentHashingPool pool)
            return pool.WithHashMapping(other._hashMapping);
        return merged;
    }

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new ConsistentHashingPoolSurrogate().Of(this);

    private protected override Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) => With(resizer, strategy, dispatcher, VirtualNodesFactor, _hashMapping);

    private ConsistentHashingPool With(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher, int vnodes, ConsistentHashMapping mapping) =>
        new(NrOfInstances, resizer, strategy, dispatcher, UsePoolDispatcher, vnodes, mapping);

    /// <summary>The pool, as it is serialised.</summary>
    public class ConsistentHashingPoolSurrogate : PoolSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new ConsistentHashingPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}

/// <summary>A group that sends messages with equal keys to the same routee.</summary>
public sealed class ConsistentHashingGroup : Group
{
    private readonly ConsistentHashMapping _hashMapping;

    /// <summary>A group from its deployment.</summary>
    public ConsistentHashingGroup(Config config) : base(config)
    {
        VirtualNodesFactor = config.GetInt("virtual-nodes-factor");
        _hashMapping = ConsistentHashingRoutingLogic.NoMapping;
    }

    /// <summary>A group of the paths given.</summary>
    public ConsistentHashingGroup(params string[] paths) : this((IEnumerable<string>)paths)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public ConsistentHashingGroup(IEnumerable<string> paths) : this(paths, ConsistentHashingRoutingLogic.NoMapping)
    {
    }

    /// <summary>A group that asks a function for the keys.</summary>
    public ConsistentHashingGroup(IEnumerable<string> paths, ConsistentHashMapping hashMapping) : this(paths, 0, hashMapping, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group of which everything is said.</summary>
    public ConsistentHashingGroup(IEnumerable<string> paths, int virtualNodesFactor, ConsistentHashMapping hashMapping, string? routerDispatcher) : base(paths, routerDispatcher)
    {
        VirtualNodesFactor = virtualNodesFactor;
        _hashMapping = hashMapping ?? ConsistentHashingRoutingLogic.NoMapping;
    }

    /// <summary>Points of each routee on the ring; 0: as configured.</summary>
    public int VirtualNodesFactor { get; }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new ConsistentHashingRoutingLogic(system, VirtualNodesFactor, _hashMapping));

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>With another factor.</summary>
    public ConsistentHashingGroup WithVirtualNodesFactor(int vnodes) => new(InternalPaths, vnodes, _hashMapping, RouterDispatcher);

    /// <summary>With another function of keys.</summary>
    public ConsistentHashingGroup WithHashMapping(ConsistentHashMapping mapping) => new(InternalPaths, VirtualNodesFactor, mapping, RouterDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public ConsistentHashingGroup WithDispatcher(string dispatcher) => new(InternalPaths, VirtualNodesFactor, _hashMapping, dispatcher);

    /// <inheritdoc/>
    public override RouterConfig WithFallback(RouterConfig routerConfig)
    {
        if (routerConfig is ConsistentHashingGroup other && ReferenceEquals(_hashMapping, ConsistentHashingRoutingLogic.NoMapping))
            return WithHashMapping(other._hashMapping);
        return base.WithFallback(routerConfig);
    }

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new ConsistentHashingGroupSurrogate { Paths = InternalPaths, RouterDispatcher = RouterDispatcher };

    /// <summary>The group, as it is serialised.</summary>
    public class ConsistentHashingGroupSurrogate : GroupSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) =>
            new ConsistentHashingGroup(Paths, 0, ConsistentHashingRoutingLogic.NoMapping, RouterDispatcher);
    }
}
