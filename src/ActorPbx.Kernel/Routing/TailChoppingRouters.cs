using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Configuration;
using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Routing;

/// <summary>Sends to a routee by chance, after an interval to a second one, and so on, and answers with the first answer that comes within a time.</summary>
public sealed class TailChopping(IScheduler scheduler, TimeSpan within, TimeSpan interval) : RoutingLogic
{
    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees) =>
        routees.Length == 0 ? Routee.NoRoutee : new TailChoppingRoutee(scheduler, routees, within, interval);
}

internal sealed class TailChoppingRoutee(IScheduler scheduler, Routee[] routees, TimeSpan within, TimeSpan interval) : Routee
{
    public override void Send(object message, IActorRef sender)
    {
        var order = routees.ToArray();
        Random.Shared.Shuffle(order);
        var answer = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelable = new Cancelable(scheduler);
        var next = -1;
        scheduler.Advanced.ScheduleRepeatedly(TimeSpan.Zero, interval, () =>
        {
            var index = Interlocked.Increment(ref next);
            if (index < order.Length)
                _ = AskOne(order[index], message, sender, answer);
        }, cancelable);
        answer.Task.ContinueWith(_ => cancelable.Cancel(false), TaskScheduler.Default);
        answer.Task.PipeTo(sender);
    }

    private async Task AskOne(Routee routee, object message, IActorRef sender, TaskCompletionSource<object> answer)
    {
        try
        {
            answer.TrySetResult(await routee.Ask(message, within).ConfigureAwait(false));
        }
        catch (Exception e) when (e is OperationCanceledException or AskTimeoutException)
        {
            answer.TrySetResult(new Status.Failure(new AskTimeoutException($"Ask timed out on {sender} after {within}")));
        }
        catch (Exception e)
        {
            answer.TrySetException(e);
        }
    }
}

/// <summary>A pool that sends to one routee after the other until one answers.</summary>
public sealed class TailChoppingPool : Pool
{
    /// <summary>A pool from its deployment.</summary>
    public TailChoppingPool(Config config) : base(config)
    {
        Within = config.GetTimeSpan("within");
        Interval = config.GetTimeSpan("tail-chopping-router.interval");
    }

    /// <summary>A pool of the size given.</summary>
    public TailChoppingPool(int nrOfInstances, TimeSpan within, TimeSpan interval)
        : this(nrOfInstances, null, DefaultSupervisorStrategy, Dispatchers.DefaultDispatcherId, within, interval)
    {
    }

    /// <summary>A pool of which everything is said.</summary>
    public TailChoppingPool(int nrOfInstances, Resizer? resizer, SupervisorStrategy? supervisorStrategy, string? routerDispatcher, TimeSpan within, TimeSpan interval, bool usePoolDispatcher = false)
        : base(nrOfInstances, resizer, supervisorStrategy, routerDispatcher, usePoolDispatcher)
    {
        Within = within;
        Interval = interval;
    }

    /// <summary>How long answers are waited for.</summary>
    public TimeSpan Within { get; }

    /// <summary>The pause before the next routee is sent to.</summary>
    public TimeSpan Interval { get; }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new TailChopping(system.Scheduler, Within, Interval));

    /// <inheritdoc/>
    public override int GetNrOfInstances(ActorSystem system) => NrOfInstances;

    /// <summary>With another supervision.</summary>
    public TailChoppingPool WithSupervisorStrategy(SupervisorStrategy strategy) => new(NrOfInstances, Resizer, strategy, RouterDispatcher, Within, Interval, UsePoolDispatcher);

    /// <summary>With another resizer.</summary>
    public TailChoppingPool WithResizer(Resizer resizer) => new(NrOfInstances, resizer, SupervisorStrategy, RouterDispatcher, Within, Interval, UsePoolDispatcher);

    /// <summary>With another dispatcher of the head.</summary>
    public TailChoppingPool WithDispatcher(string dispatcher) => new(NrOfInstances, Resizer, SupervisorStrategy, dispatcher, Within, Interval, UsePoolDispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) => new TailChoppingPoolSurrogate { Within = Within, Interval = Interval }.Of(this);

    private protected override Pool Copy(Resizer? resizer, SupervisorStrategy? strategy, string dispatcher) =>
        new TailChoppingPool(NrOfInstances, resizer, strategy, dispatcher, Within, Interval, UsePoolDispatcher);

    /// <summary>The pool, as it is serialised.</summary>
    public class TailChoppingPoolSurrogate : PoolSurrogate
    {
        /// <summary>How long answers are waited for.</summary>
        public TimeSpan Within { get; set; }

        /// <summary>The pause before the next routee is sent to.</summary>
        public TimeSpan Interval { get; set; }

        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) =>
            new TailChoppingPool(NrOfInstances, Resizer, SupervisorStrategy, RouterDispatcher, Within, Interval, UsePoolDispatcher);
    }
}

/// <summary>A group that sends to one routee after the other until one answers.</summary>
public sealed class TailChoppingGroup : Group
{
    /// <summary>A group from its deployment.</summary>
    public TailChoppingGroup(Config config) : base(config)
    {
        Within = config.GetTimeSpan("within");
        Interval = config.GetTimeSpan("tail-chopping-router.interval");
    }

    /// <summary>A group of the paths given.</summary>
    public TailChoppingGroup(IEnumerable<string> routeePaths, TimeSpan within, TimeSpan interval) : this(routeePaths, within, interval, Dispatchers.DefaultDispatcherId)
    {
    }

    /// <summary>A group whose head runs on the dispatcher given.</summary>
    public TailChoppingGroup(IEnumerable<string> routeePaths, TimeSpan within, TimeSpan interval, string? routerDispatcher) : base(routeePaths, routerDispatcher)
    {
        Within = within;
        Interval = interval;
    }

    /// <summary>How long answers are waited for.</summary>
    public TimeSpan Within { get; }

    /// <summary>The pause before the next routee is sent to.</summary>
    public TimeSpan Interval { get; }

    /// <inheritdoc/>
    public override Router CreateRouter(ActorSystem system) => new(new TailChopping(system.Scheduler, Within, Interval));

    /// <inheritdoc/>
    public override IEnumerable<string> GetPaths(ActorSystem system) => InternalPaths;

    /// <summary>With another dispatcher of the head.</summary>
    public TailChoppingGroup WithDispatcher(string dispatcher) => new(InternalPaths, Within, Interval, dispatcher);

    /// <inheritdoc/>
    public override ISurrogate ToSurrogate(ActorSystem system) =>
        new TailChoppingGroupSurrogate { Paths = InternalPaths, RouterDispatcher = RouterDispatcher, Within = Within, Interval = Interval };

    /// <summary>The group, as it is serialised.</summary>
    public class TailChoppingGroupSurrogate : GroupSurrogate
    {
        /// <summary>How long answers are waited for.</summary>
        public TimeSpan Within { get; set; }

        /// <summary>The pause before the next routee is sent to.</summary>
        public TimeSpan Interval { get; set; }

        /// <inheritdoc/>
        public override ISurrogated FromSurrogate(ActorSystem system) => new TailChoppingGroup(Paths, Within, Interval, RouterDispatcher);
    }
}
