using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>Sends to the routee with the fewest messages waiting: an idle one if there is one; routees elsewhere, whose mailboxes cannot be seen, come last.</summary>
public sealed class SmallestMailboxRoutingLogic : RoutingLogic
{
    private int _next;

    /// <summary>Begins with the first routee where none is better.</summary>
    public SmallestMailboxRoutingLogic()
    {
    }

    /// <summary>Begins with the routee after the one given where none is better.</summary>
    public SmallestMailboxRoutingLogic(int next) => _next = next;

    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees)
    {
        if (routees.Length == 0)
            return Routee.NoRoutee;

        var best = routees[(Interlocked.Increment(ref _next) & int.MaxValue) % routees.Length];
        var bestScore = long.MaxValue;
        foreach (var routee in routees)
        {
            var score = Score(routee);
            if (score == 0)
                return routee;
            if (score < bestScore)
                (best, bestScore) = (routee, score);
        }

        return best;
    }

    private static long Score(Routee routee)
    {
        if (routee is not ActorRefRoutee { Actor: ActorRefWithCell { Underlying: { } cell } })
            return long.MaxValue;
        if (cell is not ActorCell started)
            return cell.NumberOfMessages + 1;
        if (started.Mailbox.IsSuspended())
            return long.MaxValue - 1;
        return started.NumberOfMessages + (started.Mailbox.IsScheduled() && started.CurrentMessage != null ? 1 : 0);
    }
}

/// <summary>A pool that sends to the routee with the fewest messages waiting.</summary>
public sealed class SmallestMailboxPool : Pool
{
    /// <summary>A pool from its deployment.</summary>
    public SmallestMailboxPool(Config config) : base(config)
    {
    }

    /// <summary>A pool of the size given.</summary>
    public SmallestMailboxPool(int nrOfInstances) : this(nrOfInstances, null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A pool of which everything is said.</summary>
    public SmallestMailboxPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
    }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new SmallestMailboxRoutingLogic());

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>With another supervision.</summary>
    public SmallestMailboxPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another resizer.</summary>
    public SmallestMailboxPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public SmallestMailboxPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, UsePoolDispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new SmallestMailboxPoolSurrogate().Of(this);

    private protected override Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) =>
        new SmallestMailboxPool(NrOfInstances, resizer, strategy, dispatcher, UsePoolDispatcher);

    /// <summary>The pool, as it is serialised.</summary>
    public class SmallestMailboxPoolSurrogate : PoolSurrogate
    {
        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new SmallestMailboxPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, UsePoolDispatcher);
    }
}
