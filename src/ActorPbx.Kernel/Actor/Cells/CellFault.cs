using System.Runtime.ExceptionServices;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>How an actor fails, is suspended and resumed; <see cref="CellRestart"/> makes it anew, <see cref="CellEnd"/> ends it.</summary>
/// <remarks>
/// <code>
///  working ──failure──▶ suspended, parent told ──Resume──▶ working
///                             │──Recreate──▶ PreRestart, children end ──▶ new instance, PostRestart ──▶ working
///                             └──Terminate─▶ children end ──▶ PostStop, parent and watchers told
/// </code>
/// </remarks>
internal sealed class CellFault(ActorCell cell)
{
    private IActorRef? _perpetrator;
    private bool _fatal;
    private PostponedMessages _postponed;

    public bool IsFailed => _perpetrator is not null;

    /// <summary>Whether the failure left no instance that could go on.</summary>
    public bool IsFatal => _fatal;

    public bool HasPostponed => _postponed.Any;

    /// <summary>Keeps a system message that must wait until the actor has overcome its present trouble.</summary>
    public bool TryPostpone(SystemMessage message) => _postponed.TryKeep(cell, message);

    public List<SystemMessage> TakePostponed() => _postponed.TakeAll();

    private void SuspendOwn() => cell.Dispatcher.Suspend(cell);

    private void ResumeOwn() => cell.Dispatcher.Resume(cell);

    private void Clear()
    {
        _perpetrator = null;
        _fatal = false;
    }

    /// <summary>Lets the actor work again as if it had not failed.</summary>
    public void Overcome()
    {
        try
        {
            ResumeOwn();
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Suspends the actor for its end; failures stay here from now on.</summary>
    public void KeepFailures()
    {
        SuspendOwn();
        _perpetrator = cell.Self;
    }

    public void Suspend()
    {
        SuspendOwn();
        SuspendChildren(null);
    }

    private void SuspendChildren(IActorRef? except)
    {
        foreach (IInternalActorRef child in cell.GetChildren())
        {
            if (!child.Equals(except))
            {
                child.Suspend();
            }
        }
    }

    private void ResumeChildren(Exception? causedByFailure, IActorRef? perpetrator)
    {
        foreach (IInternalActorRef child in cell.GetChildren())
        {
            child.Resume(child.Equals(perpetrator) ? causedByFailure : null);
        }
    }

    public void Resume(Exception? causedByFailure)
    {
        if (cell.Actor is null)
        {
            cell.PublishFault("changing Resume into Create after " + causedByFailure);
            CellRestart.BeginCreate(cell);
        }
        else if (_fatal && causedByFailure is not null)
        {
            cell.PublishFault("changing Resume into Restart after " + causedByFailure);
            CellRestart.Begin(cell, causedByFailure);
        }
        else
        {
            IActorRef? perpetrator = _perpetrator;
            if (causedByFailure is not null)
            {
                cell.CurrentEnvelope = default; // the message that failed is given up
            }

            try
            {
                ResumeOwn();
            }
            finally
            {
                if (causedByFailure is not null)
                {
                    Clear();
                }
            }

            ResumeChildren(causedByFailure, perpetrator);
        }
    }

    /// <summary>Suspends the actor and its children and tells the parent.</summary>
    public void HandleInvokeFailure(Exception cause)
    {
        try
        {
            if (IsFailed)
            {
                return; // the parent knows already, or the actor is ending
            }

            SuspendOwn();
            IActorRef? except = cell.CurrentMessage is Failed { Child: { } child } ? child : null;
            _perpetrator = except ?? cell.Self;
            SuspendChildren(except);
            cell.Parent.SendSystemMessage(new Failed(cell.Self, cause, cell.Self.Path.Uid));
        }
        catch (Exception e)
        {
            cell.Publish(new Error(e, cell.Self.Path.ToString(), cell.ActorClass, "Emergency stop: exception in failure handling for " + cause));
            CellEnd.StopChildren(cell);
            CellEnd.Finish(cell);
        }
    }

    /// <summary>Notes a failure that left no instance, and tells the parent.</summary>
    public void HandleFatal(Exception cause)
    {
        _fatal = true;
        HandleInvokeFailure(cause);
    }

    public void HandleFailed(Failed failed)
    {
        cell.CurrentEnvelope = new Envelope(failed, failed.Child);
        if (cell.ChildrenOrNull is not { } children || !children.TryGetByRef(failed.Child, out ChildRestartStats? stats))
        {
            cell.PublishDebug($"Dropping Failed({failed.Cause}) from unknown child {failed.Child}");
        }
        else if (stats.Uid != failed.Uid)
        {
            cell.PublishDebug($"Dropping Failed({failed.Cause}) from old child {failed.Child} (uid={stats.Uid} != {failed.Uid})");
        }
        else if (!cell.Actor!.SupervisorStrategyInternal!.HandleFailure(cell, failed.Cause, stats, new LaterStats(children)))
        {
            ExceptionDispatchInfo.Capture(failed.Cause).Throw();
        }

        cell.CurrentEnvelope = default;
    }

    /// <summary>Removes a child that has ended, and goes on with what waited for that.</summary>
    public void ChildEnded(IInternalActorRef child)
    {
        if (cell.ChildrenOrNull is not { } children || !children.TryGetByRef(child, out _))
        {
            return;
        }

        SuspendReason? waitedFor = children.Remove(child);
        if (cell.Actor is { } actor)
        {
            try
            {
                actor.SupervisorStrategyInternal!.HandleChildTerminated(cell, child, children.ChildrenLater());
            }
            catch (Exception e)
            {
                cell.Publish(new Error(e, cell.Self.Path.ToString(), cell.ActorClass, "HandleChildTerminated failed"));
                HandleInvokeFailure(e);
            }
        }

        switch (waitedFor)
        {
            case SuspendReason.Recreation recreation:
                CellRestart.Finish(cell, recreation.Cause);
                break;
            case SuspendReason.Creation:
                CellRestart.FinishCreate(cell);
                break;
            case SuspendReason.Termination:
                CellEnd.Finish(cell);
                break;
            default:
                break;
        }
    }
}
