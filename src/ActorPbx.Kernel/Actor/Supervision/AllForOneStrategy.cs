using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>Answers the failure of a child with an action on all children.</summary>
public class AllForOneStrategy : DecidingStrategy, IEquatable<AllForOneStrategy>
{
    /// <summary>With limits: at most so many restarts within the time; null or -1 means none.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), Actor.Decider.From(localOnlyDecider))
    {
    }

    /// <summary>With limits.</summary>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    /// <summary>With limits.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, Actor.Decider.From(localOnlyDecider), loggingEnabled)
    {
    }

    /// <summary>With limits.</summary>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
        : base(maxNrOfRetries, withinTimeMilliseconds, decider, loggingEnabled)
    {
    }

    /// <summary>Without limits.</summary>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    /// <summary>Without limits.</summary>
    public AllForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    /// <summary>The default.</summary>
    protected AllForOneStrategy()
        : this(DefaultDecider)
    {
    }

    /// <inheritdoc />
    public override void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
    {
        if (children.Count == 0)
        {
            return;
        }

        bool allowed = restart && children.All(c => c.RequestRestartPermission(MaxNumberOfRetries, WithinTimeRangeMilliseconds));
        foreach (ChildRestartStats each in children)
        {
            if (allowed)
            {
                RestartChild(each.Child, cause, suspendFirst: !child.Equals(each.Child));
            }
            else
            {
                context.Stop(each.Child);
            }
        }
    }

    /// <inheritdoc />
    public bool Equals(AllForOneStrategy? other) => HasLimitsAndDeciderOf(other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is AllForOneStrategy other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider);

    /// <inheritdoc />
    public override ISurrogate ToSurrogate(ActorSystem system) => new AllForOneStrategySurrogate
    {
        MaxNumberOfRetries = MaxNumberOfRetries,
        WithinTimeRangeMilliseconds = WithinTimeRangeMilliseconds,
        Decider = DeployableDecider(),
        LoggingEnabled = LoggingEnabled,
    };

    /// <summary>The strategy as it is serialised.</summary>
    public class AllForOneStrategySurrogate : DecidingStrategySurrogate
    {
        /// <inheritdoc />
        public override ISurrogated FromSurrogate(ActorSystem system) =>
            new AllForOneStrategy(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider, LoggingEnabled);
    }
}
