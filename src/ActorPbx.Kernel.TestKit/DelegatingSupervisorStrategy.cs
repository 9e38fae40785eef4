using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.TestKit;

/// <summary>Supervises each child of a test actor by that child's own strategy.</summary>
public class DelegatingSupervisorStrategy : SupervisorStrategy
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _delegates = [];

    /// <inheritdoc/>
    public override IDecider Decider => DefaultDecider;

    /// <summary>Sets the strategy of one child.</summary>
    public void Update(IActorRef child, SupervisorStrategy supervisorStrategy) => _delegates[child] = supervisorStrategy;

    /// <inheritdoc/>
    protected override Directive Handle(IActorRef child, Exception exception) => Of(child).Decider.Decide(exception);

    /// <inheritdoc/>
    public override void ProcessFailure(IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children) =>
        Of(child).ProcessFailure(context, restart, child, cause, stats, children);

    /// <inheritdoc/>
    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children)
    {
        Of(child).HandleChildTerminated(actorContext, child, children);
        _delegates.Remove(child);
    }

    /// <summary>Always throws: a strategy of tests stays in its process.</summary>
    public override ISurrogate ToSurrogate(ActorSystem system) =>
        throw new NotSupportedException("A delegating supervisor strategy cannot leave its process.");

    private SupervisorStrategy Of(IActorRef child) => _delegates.GetValueOrDefault(child, DefaultStrategy);
}
