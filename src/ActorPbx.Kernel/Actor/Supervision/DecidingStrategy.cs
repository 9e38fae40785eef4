using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>A strategy whose decider looks at the failure, and that allows only so many restarts in a time.</summary>
public abstract class DecidingStrategy : SupervisorStrategy
{
    private protected DecidingStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>How many restarts are allowed in the time; -1 for no limit.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>The time in milliseconds; -1 for no limit.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <inheritdoc />
    public override IDecider Decider { get; }

    /// <inheritdoc />
    protected override Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    /// <inheritdoc />
    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children)
    {
    }

    private protected bool HasLimitsAndDeciderOf(DecidingStrategy? other) =>
        other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
        && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Equals(Decider, other.Decider);

    private protected static int Milliseconds(TimeSpan? time) => time is null || time == Timeout.InfiniteTimeSpan ? -1 : (int)time.Value.TotalMilliseconds;

    private protected IDecider DeployableDecider() => Decider is LocalOnlyDecider
        ? throw new NotSupportedException("Can not serialize LocalOnlyDecider")
        : Decider;

    /// <summary>Such a strategy as it is serialised.</summary>
    public abstract class DecidingStrategySurrogate : ISurrogate
    {
        /// <summary>The limit of restarts.</summary>
        public int MaxNumberOfRetries { get; set; }

        /// <summary>The time in milliseconds.</summary>
        public int WithinTimeRangeMilliseconds { get; set; }

        /// <summary>What decides.</summary>
        public required IDecider Decider { get; set; }

        /// <summary>Whether decisions are logged.</summary>
        public bool LoggingEnabled { get; set; }

        /// <inheritdoc />
        public abstract ISurrogated FromSurrogate(ActorSystem system);
    }
}
