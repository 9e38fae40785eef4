using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Pattern;

/// <summary>Starts its child again after a pause whenever it has stopped; the pause doubles each time up to a limit.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    private readonly TimeSpan _minBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly double _randomFactor;
    private readonly SupervisorStrategy _strategy;

    /// <summary>A supervisor with the default strategy.</summary>
    public BackoffSupervisor(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
        : this(childProps, childName, minBackoff, maxBackoff, new AutoReset(minBackoff), randomFactor, Actor.SupervisorStrategy.DefaultStrategy)
    {
    }

    /// <summary>A supervisor of the description given.</summary>
    public BackoffSupervisor(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, IBackoffReset reset, double randomFactor, SupervisorStrategy strategy, object? replyWhileStopped = null, Func<object, bool>? finalStopMessage = null)
        : base(childProps, childName, reset, replyWhileStopped, finalStopMessage)
    {
        _minBackoff = minBackoff;
        _maxBackoff = maxBackoff;
        _randomFactor = randomFactor;
        _strategy = strategy;
    }

    /// <summary>The recipe of a supervisor with the default strategy.</summary>
    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        PropsWithSupervisorStrategy(childProps, childName, minBackoff, maxBackoff, randomFactor, Actor.SupervisorStrategy.DefaultStrategy);

    /// <summary>The recipe of a supervisor with the default strategy and a limit of retries.</summary>
    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries)
    {
        var strategy = new OneForOneStrategy(Actor.SupervisorStrategy.DefaultDecider).WithMaxNrOfRetries(maxNrOfRetries);
        return PropsWithSupervisorStrategy(childProps, childName, minBackoff, maxBackoff, randomFactor, strategy);
    }

    /// <summary>The recipe of a supervisor of the description given.</summary>
    public static Props Props(BackoffOptions options) => options.Props;

    /// <summary>The recipe of a supervisor with a strategy of its own.</summary>
    public static Props PropsWithSupervisorStrategy(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, SupervisorStrategy strategy)
    {
        if (minBackoff <= TimeSpan.Zero)
            throw new ArgumentException("MinBackoff must be greater than 0");
        if (maxBackoff < minBackoff)
            throw new ArgumentException("MaxBackoff must be greater than MinBackoff");
        if (randomFactor is < 0 or > 1)
            throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
        return Actor.Props.Create(() => new BackoffSupervisor(childProps, childName, minBackoff, maxBackoff, new AutoReset(minBackoff), randomFactor, strategy, null, null));
    }

    /// <summary>The pause before a start: the smallest one doubled as often as the child was started again, plus a random share, but no more than the largest.</summary>
    public static TimeSpan CalculateDelay(int restartCount, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        var share = 1.0 + Random.Shared.NextDouble() * randomFactor;
        if (restartCount >= 30)
            return maxBackoff; // Doubling once more would overflow.
        var ticks = Math.Min(maxBackoff.Ticks, minBackoff.Ticks * Math.Pow(2, restartCount)) * share;
        return ticks >= long.MaxValue ? maxBackoff : new TimeSpan((long)ticks);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
            return HandleBackoff(message);

        Child = null;
        var maxRetries = _strategy is OneForOneStrategy oneForOne ? oneForOne.MaxNumberOfRetries : -1;
        if (FinalStopMessageReceived || (maxRetries != -1 && RestartCountN >= maxRetries))
        {
            Log.Debug("Terminating on restart #{0} (at most {1} are allowed)", RestartCountN + 1, maxRetries);
            Context.Stop(Self);
            return true;
        }

        var delay = CalculateDelay(RestartCountN, _minBackoff, _maxBackoff, _randomFactor);
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, StartChild.Instance, Self);
        RestartCountN++;
        return true;
    }

    /// <summary>Asks for the child; answered with <see cref="CurrentChild"/>.</summary>
    public sealed class GetCurrentChild
    {
        /// <summary>The only one.</summary>
        public static readonly GetCurrentChild Instance = new();

        private GetCurrentChild()
        {
        }
    }

    /// <summary>The child, or null while it pauses.</summary>
    public sealed class CurrentChild(IActorRef? @ref)
    {
        /// <summary>The child, or null while it pauses.</summary>
        public IActorRef? Ref { get; } = @ref;
    }

    /// <summary>From the child: the pauses begin small again.</summary>
    public new sealed class Reset
    {
        /// <summary>The only one.</summary>
        public static readonly Reset Instance = new();

        private Reset()
        {
        }
    }

    /// <summary>Asks how often the child was started again; answered with <see cref="RestartCount"/>.</summary>
    public sealed class GetRestartCount
    {
        /// <summary>The only one.</summary>
        public static readonly GetRestartCount Instance = new();

        private GetRestartCount()
        {
        }
    }

    /// <summary>How often the child was started again.</summary>
    public sealed class RestartCount(int count)
    {
        /// <summary>How often the child was started again.</summary>
        public int Count { get; } = count;
    }

    /// <summary>To the supervisor itself: the pause is over.</summary>
    public sealed class StartChild : IDeadLetterSuppression
    {
        /// <summary>The only one.</summary>
        public static readonly StartChild Instance = new();

        private StartChild()
        {
        }
    }

    /// <summary>To the supervisor itself: the child has lived long enough, if it was not started again since.</summary>
    public sealed class ResetRestartCount(int current) : IDeadLetterSuppression
    {
        /// <summary>The count at the child's start.</summary>
        public int Current { get; } = current;
    }
}
