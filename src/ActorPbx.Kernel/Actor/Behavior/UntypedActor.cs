using ActorPbx.Kernel.Dispatch;
namespace ActorPbx.Kernel.Actor;

/// <summary>An actor with one handler for all messages.</summary>
public abstract class UntypedActor : ActorBase
{
    /// <summary>The surroundings; only from within the actor.</summary>
    protected static new IUntypedActorContext Context => ActiveCell;

    /// <inheritdoc />
    protected sealed override bool Receive(object message)
    {
        OnReceive(message);
        return true;
    }

    /// <summary>Handles a message.</summary>
    protected abstract void OnReceive(object message);

    /// <summary>Runs an asynchronous handler; no other message is handled until it has ended.</summary>
    protected static void RunTask(Action action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Runs an asynchronous handler; no other message is handled until it has ended.</summary>
    protected static void RunTask(Func<Task> action) => ActorTaskScheduler.RunTask(action);

    /// <summary>Replaces the handler.</summary>
    protected void Become(UntypedReceive receive) => ActiveCell.BecomeUntyped(receive);

    /// <summary>Puts a handler on top of the present one.</summary>
    protected void BecomeStacked(UntypedReceive receive) => ActiveCell.BecomeUntypedStacked(receive);
}
