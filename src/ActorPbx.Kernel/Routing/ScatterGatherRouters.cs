using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>Sends to every routee and answers with the first answer that comes within a time.</summary>
public sealed class ScatterGatherFirstCompletedRoutingLogic(TimeSpan within) : RoutingLogic
{
    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) => new ScatterGatherFirstCompletedRoutees(routees, within);
}

internal sealed class ScatterGatherFirstCompletedRoutees(Routee[] routees, TimeSpan within) : Routee
{
    public override void Send(object message, IActorRef sender)
    {
        // Nobody can answer: the sender need not wait to learn that.
        if (routees.Length == 0)
            sender.Tell(new Status.Failure(new AskTimeoutException($"No routees to answer {sender}")), ActorRefs.NoSender);
        else
            FirstAnswer(message, sender).PipeTo(sender);
    }

    private async Task<object> FirstAnswer(object message, IActorRef sender)
    {
        try
        {
            return await await Task.WhenAny(routees.Select(routee => routee.Ask(message, within))).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AskTimeoutException)
        {
            return new Status.Failure(new AskTimeoutException($"Ask timed out on {sender} after {within}"));
        }
    }
}

/// <summary>A pool that sends to every routee and answers with the first answer.</summary>
public sealed class ScatterGatherFirstCompletedPool : Pool
{
    /// <summary>A pool from its deployment.</summary>
    public ScatterGatherFirstCompletedPool(Config config) : base(config) => Within = config.GetTimeSpan("within");

    /// <summary>A pool of the size given that waits five seconds.</summary>
    public ScatterGatherFirstCompletedPool(int nrOfInstances) : this(nrOfInstances, TimeSpan.FromSeconds(5))
    {
    }

    /// <summary>A pool of the size given that waits as long as said.</summary>
    public ScatterGatherFirstCompletedPool(int nrOfInstances, TimeSpan within) : this(nrOfInstances, null, within, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool of which everything is said.</summary>
    public ScatterGatherFirstCompletedPool(int nrOfInstances, Resizer? resizer, TimeSpan within, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher) => Within = within;

    /// <summary>How long answers are waited for.</summary>
    public TimeSpan Within { get; }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new ScatterGatherFirstCompletedRoutingLogic(Within));

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>With another supervision.</summary>
    public ScatterGatherFirstCompletedPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, Within, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another resizer.</summary>
    public ScatterGatherFirstCompletedPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, Within, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public ScatterGatherFirstCompletedPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, Within, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new ScatterGatherFirstCompletedPoolSurrogate { Within = Within }.Of(this);

    private protected override Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) =>
        new ScatterGatherFirstCompletedPool(NrOfInstances, resizer, Within, strategy, dispatcher, UsePoolDispatcher);

    /// <summary>The pool, as it is serialised.</summary>
    public class ScatterGatherFirstCompletedPoolSurrogate : PoolSurrogate
    {
        /// <summary>How long answers are waited for.</summary>
        public TimeSpan Within { get; set; }

        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) =>
            new ScatterGatherFirstCompletedPool(NrOfInstances, Resizer, Within, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}

/// <summary>A group that sends to every routee and answers with the first answer.</summary>
public sealed class ScatterGatherFirstCompletedGroup : Group
{
    /// <summary>A group from its deployment.</summary>
    public ScatterGatherFirstCompletedGroup(Config config) : base(config) => Within = config.GetTimeSpan("within");

    /// <summary>A group of the paths given.</summary>
    public ScatterGatherFirstCompletedGroup(TimeSpan within, params string[] paths) : this(paths, within, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group of the paths given.</summary>
    public ScatterGatherFirstCompletedGroup(IEnumerable<string> paths, TimeSpan within) : this(paths, within, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group whose head runs on the dispatcher given.</summary>
    public ScatterGatherFirstCompletedGroup(IEnumerable<string> paths, TimeSpan within, string? routerDispatcher) : base(paths, routerDispatcher) => Within = within;

    /// <summary>How long answers are waited for.</summary>
    public TimeSpan Within { get; }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new ScatterGatherFirstCompletedRoutingLogic(Within));

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>With another dispatcher of the head.</summary>
    public ScatterGatherFirstCompletedGroup WithDispatcher(string dispatcher) => new(InternalPaths, Within, dispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) =>
        new ScatterGatherFirstCompletedGroupSurrogate { Paths = InternalPaths, RouterDispatcher = RouterDispatcher, Within = Within };

    /// <summary>The group, as it is serialised.</summary>
    public class ScatterGatherFirstCompletedGroupSurrogate : GroupSurrogate
    {
        /// <summary>How long answers are waited for.</summary>
        public TimeSpan Within { get; set; }

        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new ScatterGatherFirstCompletedGroup(Paths, Within, RouterDispatcher);
    }
}
