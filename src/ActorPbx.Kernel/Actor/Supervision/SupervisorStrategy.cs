using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Event;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>What a parent does about a failed child.</summary>
public enum Directive
{
    /// <summary>Goes on as if nothing had happened.</summary>
    Resume,

    /// <summary>Makes a new instance.</summary>
    Restart,

    /// <summary>Fails itself.</summary>
    Escalate,

    /// <summary>Ends the child.</summary>
    Stop,
}

/// <summary>How a parent answers failures of its children.</summary>
public abstract class SupervisorStrategy : ISurrogated
{
    /// <summary>Restarts, but ends what could not be made, was killed or had a death pact.</summary>
    public static readonly IDecider DefaultDecider = Actor.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>The default decider for each child alone, without limit.</summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    /// <summary>Ends whatever fails.</summary>
    public static readonly OneForOneStrategy StoppingStrategy = new(static _ => Directive.Stop);

    /// <summary>Whether decisions are logged.</summary>
    protected bool LoggingEnabled { get; init; } = true;

    /// <summary>What decides.</summary>
    public abstract IDecider Decider { get; }

    /// <summary>Decides on a failure.</summary>
    protected abstract Directive Handle(IActorRef child, Exception exception);

    /// <summary>Answers a failure; false means the parent fails itself.</summary>
    public bool HandleFailure(
        ActorCell actorCell, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children) =>
        HandleFailure(actorCell, cause, stats, children);

    /// <summary>Answers a failure; false means the parent fails itself.</summary>
    public bool HandleFailure(ActorCell actorCell, Exception cause, ChildRestartStats failedChildStats, IReadOnlyCollection<ChildRestartStats> allChildren)
    {
        IInternalActorRef child = failedChildStats.Child;
        Directive directive = Handle(child, cause);
        if (directive != Directive.Escalate)
        {
            LogFailure(actorCell, child, cause, directive);
        }

        switch (directive)
        {
            case Directive.Resume:
                ResumeChild(child, cause);
                return true;
            case Directive.Restart:
                ProcessFailure(actorCell, true, child, cause, failedChildStats, allChildren);
                return true;
            case Directive.Stop:
                ProcessFailure(actorCell, false, child, cause, failedChildStats, allChildren);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Restarts or ends the children concerned.</summary>
    public abstract void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children);

    /// <summary>Is called when a child has ended.</summary>
    public abstract void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children);

    /// <summary>Lets a child go on.</summary>
    protected void ResumeChild(IActorRef child, Exception exception) => ((IInternalActorRef)child).Resume(exception);

    /// <summary>Restarts a child; one that did not fail itself is suspended first.</summary>
    protected void RestartChild(IActorRef child, Exception cause, bool suspendFirst)
    {
        var reference = (IInternalActorRef)child;
        if (suspendFirst)
        {
            reference.Suspend();
        }

        reference.Restart(cause);
    }

    /// <summary>Logs a failure: a warning when the child goes on, else an error.</summary>
    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled)
        {
            return;
        }

        string text = cause is ActorInitializationException { InnerException: { } inner }
            ? (inner is global::System.Reflection.TargetInvocationException { InnerException: { } root } ? root.Message : inner.Message)
            : cause.Message;
        LogEvent e = directive == Directive.Resume
            ? new Warning(child.Path.ToString(), GetType(), text)
            : new Error(cause, child.Path.ToString(), GetType(), text);
        context.System.EventStream.Publish(e);
    }

    /// <inheritdoc />
    public abstract ISurrogate ToSurrogate(ActorSystem system);
}

/// <summary>Makes the supervisor strategy that the configuration names.</summary>
public abstract class SupervisorStrategyConfigurator
{
    /// <summary>The strategy.</summary>
    public abstract SupervisorStrategy Create();

    /// <summary>The configurator of a configured type.</summary>
    public static SupervisorStrategyConfigurator CreateConfigurator(string typeName)
    {
        Type type = TypeNames.Find(typeName)
            ?? throw new Configuration.ConfigurationException($"Could not resolve SupervisorStrategyConfigurator type {typeName}");
        return (SupervisorStrategyConfigurator)Activator.CreateInstance(type)!;
    }
}

/// <summary>Makes the default strategy.</summary>
public class DefaultSupervisorStrategy : SupervisorStrategyConfigurator
{
    /// <inheritdoc />
    public override SupervisorStrategy Create() => SupervisorStrategy.DefaultStrategy;
}

/// <summary>Makes the strategy that ends whatever fails.</summary>
public class StoppingSupervisorStrategy : SupervisorStrategyConfigurator
{
    /// <inheritdoc />
    public override SupervisorStrategy Create() => SupervisorStrategy.StoppingStrategy;
}
