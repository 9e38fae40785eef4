using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>A router that the configuration must name, under the actor's path in <c>akka.actor.deployment</c>.</summary>
public class FromConfig : Pool
{
    /// <summary>A router of which the program says nothing.</summary>
    public FromConfig() : this(null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A router of which the program says resizer, supervision and dispatcher.</summary>
    public FromConfig(Resizer? resizer, SupervisorStrategy? supervisorStrategy, string routerDispatcher)
        : base(0, resizer, supervisorStrategy, routerDispatcher, false)
    {
    }

    /// <summary>A router of which the program says nothing.</summary>
    public static FromConfig Instance { get; } = new();

    /// <summary>Always throws: the configured router takes its place.</summary>
    public override Router CreateRouter(ActorSystem system) => throw new NotSupportedException("FromConfig must not create Router");

    /// <summary>Always throws: the configured router takes its place.</summary>
    public override ActorBase CreateRouterActor() => throw new NotSupportedException("FromConfig must not create RouterActor");

    /// <summary>Always throws: it is only asked when the configuration names no router.</summary>
    public override void VerifyConfig(ActorPath path) =>
        throw new ConfigurationException($"Configuration missing for router [{path}] in 'akka.actor.deployment' section.");

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => 0;

    /// <summary>With another supervision.</summary>
    public FromConfig WithSupervisorStrategy(SupervisorStrategy strategy) => new(Resizer, strategy, RouterDispatcher);

    /// <summary>With another resizer.</summary>
    public FromConfig WithResizer(Resizer resizer) => new(resizer, SupervisorStrategy, RouterDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public FromConfig WithDispatcher(string dispatcherId) => new(Resizer, SupervisorStrategy, dispatcherId);

    /// <summary>The recipe of this router, for groups.</summary>
    public Props Props() => Actor.Props.Empty.WithRouter(Instance);

    /// <inheritdoc/>
    public override RouterConfig WithFallback(RouterConfig routerConfig) => this;

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new FromConfigSurrogate();

    /// <summary>A router from the configuration, as it is serialised.</summary>
    public class FromConfigSurrogate : ISurrogate
    {
        /// <inheritdoc/>
        public ISurrogated FromSurrogate(ActorSystem system) => Instance;
    }
}
