using System.Runtime.ExceptionServices;
using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>How an actor fails, is suspended, resumed, made anew and ended.</summary>
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
    private bool _ended;
    private List<SystemMessage>? _stash;

    public bool IsFailed => _perpetrator is not null;

    public bool HasStashed => _stash is { Count: > 0 };

    /// <summary>Keeps a system message that must wait until the actor has overcome its present trouble.</summary>
    public bool TryStash(SystemMessage message)
    {
        bool waits = cell.ChildrenOrNull?.WaitingFor is not null
            ? message is IStashWhenWaitingForChildren
            : message is IStashWhenFailed && cell.Mailbox.IsSuspended();
        if (waits)
        {
            (_stash ??= []).Add(message);
        }

        return waits;
    }

    public List<SystemMessage> TakeStashed()
    {
        List<SystemMessage> taken = _stash!;
        _stash = null;
        return taken;
    }

    private void SuspendOwn() => cell.Dispatcher.Suspend(cell);

    private void ResumeOwn() => cell.Dispatcher.Resume(cell);

    private void Clear()
    {
        _perpetrator = null;
        _fatal = false;
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
            CreateAgain();
        }
        else if (_fatal && causedByFailure is not null)
        {
            cell.PublishFault("changing Resume into Restart after " + causedByFailure);
            Recreate(causedByFailure);
        }
        else
        {
            IActorRef? perpetrator = _perpetrator;
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

    public void Recreate(Exception? cause)
    {
        ActorBase? failed = cell.Actor;
        if (failed is null)
        {
            cell.PublishFault("changing Recreate into Create after " + cause);
            CreateAgain();
        }
        else if (cell.ChildrenOrNull is null or { IsNormal: true })
        {
            PreRestart(failed, cause);
            if (cell.ChildrenOrNull is null || !cell.ChildrenOrNull.SetTerminationReason(new SuspendReason.Recreation(cause)))
            {
                FinishRecreate(cause);
            }
        }
        else
        {
            Resume(null); // keeps the count of suspensions balanced
        }
    }

    private void PreRestart(ActorBase failed, Exception? cause)
    {
        object? message = cell.CurrentMessage;
        if (cell.SystemImpl.Settings.DebugLifecycle)
        {
            cell.PublishDebug("restarting");
        }

        if (_fatal)
        {
            return;
        }

        try
        {
            failed.AroundPreRestart(cause!, message!);
        }
        catch (Exception e)
        {
            var wrapped = new PreRestartException(cell.Self, e, cause!, message!);
            cell.Publish(new Error(wrapped, cell.Self.Path.ToString(), failed.GetType(), e.Message));
        }
        finally
        {
            CellCreation.Release(cell, failed);
            cell.ClearActor(failed);
        }
    }

    private void FinishRecreate(Exception? cause)
    {
        List<IInternalActorRef> survivors = cell.ChildrenOrNull?.Children() ?? [];
        ActorBase? fresh = null;
        try
        {
            try
            {
                ResumeOwn();
            }
            finally
            {
                Clear();
            }

            fresh = cell.NewActor();
            cell.SetActor(fresh);
            fresh.AroundPostRestart(cause!, null!);
            cell.CheckReceiveTimeout();
            if (cell.SystemImpl.Settings.DebugLifecycle)
            {
                cell.Publish(new Debug(cell.Self.Path.ToString(), fresh.GetType(), "Restarted (" + fresh + ")"));
            }

            foreach (IInternalActorRef child in survivors)
            {
                child.Restart(cause!);
            }

            if (cell.SystemImpl.Settings.EmitActorTelemetry)
            {
                cell.SystemImpl.EventStream.Publish(new ActorRestarted(cell.Self, cell.Props.Type, cause));
            }
        }
        catch (Exception e)
        {
            _fatal = true;
            cell.ClearActor(fresh);
            HandleInvokeFailure(new PostRestartException(cell.Self, e, cause!));
        }
    }

    private void CreateAgain()
    {
        cell.CancelReceiveTimeout();
        StopChildren();
        if (cell.ChildrenOrNull is null || !cell.ChildrenOrNull.SetTerminationReason(new SuspendReason.Creation()))
        {
            FinishCreate();
        }
    }

    private void FinishCreate()
    {
        try
        {
            ResumeOwn();
        }
        finally
        {
            Clear();
        }

        try
        {
            CellMessages.Create(cell, null);
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    public void StopChildren()
    {
        foreach (IInternalActorRef child in cell.GetChildren())
        {
            CellChildren.Stop(cell, child);
        }
    }

    public void Terminate()
    {
        cell.SetReceiveTimeout(null);
        cell.DeathWatchOrNull?.UnwatchAll();
        StopChildren();
        bool wasTerminating = cell.ChildrenAreTerminating;
        if (cell.ChildrenOrNull is { } children && children.SetTerminationReason(SuspendReason.Termination.Instance))
        {
            if (!wasTerminating)
            {
                SuspendOwn();
                _perpetrator = cell.Self; // failures during the end stay here
                if (cell.SystemImpl.Settings.DebugLifecycle)
                {
                    cell.PublishDebug("stopping");
                }
            }
        }
        else
        {
            cell.Children.SetTerminated();
            FinishTerminate();
        }
    }

    private void FinishTerminate()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        ActorBase? actor = cell.Actor;
        try
        {
            actor?.AroundPostStop();
            CellCreation.Release(cell, actor);
        }
        catch (Exception e)
        {
            cell.Publish(new Error(e, cell.Self.Path.ToString(), cell.ActorClass, e.Message));
        }

        try
        {
            cell.Dispatcher.Detach(cell);
        }
        finally
        {
            cell.ChildrenOrNull?.FunctionsOrNull?.StopAll();
            cell.Parent.SendSystemMessage(new DeathWatchNotification(cell.Self, existenceConfirmed: true, addressTerminated: false));
            cell.DeathWatchOrNull?.TellWatchersWeDied();
            cell.DeathWatchOrNull?.UnwatchAll();
            if (cell.SystemImpl.Settings.DebugLifecycle)
            {
                cell.PublishDebug("stopped");
            }

            if (cell.SystemImpl.Settings.EmitActorTelemetry)
            {
                cell.SystemImpl.EventStream.Publish(new ActorStopped(cell.Self, cell.Props.Type));
            }

            cell.CancelReceiveTimeout();
            cell.ClearActor(actor);
            cell.ClearActorCell();
            cell.SetActor(null);
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
            StopChildren();
            FinishTerminate();
        }
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
                FinishRecreate(recreation.Cause);
                break;
            case SuspendReason.Creation:
                FinishCreate();
                break;
            case SuspendReason.Termination:
                FinishTerminate();
                break;
            default:
                break;
        }
    }
}
