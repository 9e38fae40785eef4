using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Pattern;

/// <summary>Begins the description of a supervisor that starts its child again after pauses that double.</summary>
public static class Backoff
{
    /// <summary>For a child that fails: a restart becomes a stop and a later start.</summary>
    [Obsolete("Use the overloaded one which accepts maxNrOfRetries instead.")]
    public static BackoffOptions OnFailure(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        OnFailure(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    /// <summary>For a child that fails: a restart becomes a stop and a later start, <paramref name="maxNrOfRetries"/> times at most (negative: no limit).</summary>
    public static BackoffOptions OnFailure(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffDescription(true, childProps, childName, minBackoff, maxBackoff, randomFactor).WithMaxNrOfRetries(maxNrOfRetries);

    /// <summary>For a child that stops when it fails: it is started again later.</summary>
    [Obsolete("Use the overloaded one which accepts maxNrOfRetries instead.")]
    public static BackoffOptions OnStop(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    /// <summary>For a child that stops when it fails: it is started again later, <paramref name="maxNrOfRetries"/> times at most (negative: no limit).</summary>
    public static BackoffOptions OnStop(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        new BackoffDescription(false, childProps, childName, minBackoff, maxBackoff, randomFactor).WithMaxNrOfRetries(maxNrOfRetries);
}

/// <summary>The description of a supervisor that starts its child again after pauses that double.</summary>
public abstract class BackoffOptions
{
    internal abstract Props Props { get; }

    /// <summary>The pauses begin small again when the child has lived for the time given.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>The pauses begin small again only when the child says so with <see cref="BackoffSupervisor.Reset"/>.</summary>
    public abstract BackoffOptions WithManualReset();

    /// <summary>How failures of the child are judged.</summary>
    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    /// <summary>Every failure stops the child.</summary>
    public abstract BackoffOptions WithDefaultStoppingStrategy();

    /// <summary>Answers messages that come while there is no child.</summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>Limits how often the child is started again; negative: no limit.</summary>
    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    /// <summary>Names the messages after which the supervisor ends with its child.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);
}

/// <summary>When the pauses of a backoff supervisor begin small again.</summary>
public interface IBackoffReset;

internal sealed record ManualReset : IBackoffReset;

internal sealed record AutoReset(TimeSpan ResetBackoff) : IBackoffReset;

internal sealed class BackoffDescription(bool onFailure, Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) : BackoffOptions
{
    private IBackoffReset _reset = new AutoReset(minBackoff);
    private OneForOneStrategy _strategy = new(SupervisorStrategy.DefaultDecider);
    private object? _replyWhileStopped;
    private Func<object, bool>? _isFinalStopMessage;

    internal override Props Props
    {
        get
        {
            if (minBackoff <= TimeSpan.Zero)
                throw new ArgumentException("MinBackoff must be greater than 0");
            if (maxBackoff < minBackoff)
                throw new ArgumentException("MaxBackoff must be greater than MinBackoff");
            if (randomFactor is < 0 or > 1)
                throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
            var (reset, strategy, reply, isFinal) = (_reset, _strategy, _replyWhileStopped, _isFinalStopMessage);
            return onFailure
                ? Props.Create(() => new BackoffOnRestartSupervisor(childProps, childName, minBackoff, maxBackoff, reset, randomFactor, strategy, reply, isFinal))
                : Props.Create(() => new BackoffSupervisor(childProps, childName, minBackoff, maxBackoff, reset, randomFactor, strategy, reply, isFinal));
        }
    }

    public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) => With(d => d._reset = new AutoReset(resetBackoff));

    public override BackoffOptions WithManualReset() => With(d => d._reset = new ManualReset());

    public override BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy) => With(d => d._strategy = supervisorStrategy);

    public override BackoffOptions WithDefaultStoppingStrategy() =>
        With(d => d._strategy = new OneForOneStrategy(d._strategy.MaxNumberOfRetries, null, SupervisorStrategy.StoppingStrategy.Decider));

    public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) => With(d => d._replyWhileStopped = replyWhileStopped);

    public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) => With(d => d._strategy = d._strategy.WithMaxNrOfRetries(maxNrOfRetries));

    public override BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage) => With(d => d._isFinalStopMessage = isFinalStopMessage);

    private BackoffDescription With(Action<BackoffDescription> change)
    {
        var copy = (BackoffDescription)MemberwiseClone();
        change(copy);
        return copy;
    }
}
