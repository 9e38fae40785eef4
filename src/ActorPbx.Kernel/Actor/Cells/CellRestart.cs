using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>How an actor gets a new instance.</summary>
/// <remarks>
/// <code>
///  failed ──Begin──▶ PreRestart of the old instance, its children end ──Finish──▶ new instance, PostRestart ──▶ working
///  never made ──BeginCreate──▶ children end ──FinishCreate──▶ first instance, PreStart ──▶ working
/// </code>
/// </remarks>
internal static class CellRestart
{
    /// <summary>Makes a new instance in place of the one that failed, once the children that are to end have ended.</summary>
    public static void Begin(ActorCell cell, Exception? cause)
    {
        ActorBase? failed = cell.Actor;
        if (failed is null)
        {
            cell.PublishFault("changing Recreate into Create after " + cause);
            BeginCreate(cell);
        }
        else if (cell.ChildrenOrNull is null or { IsNormal: true })
        {
            PreRestart(cell, failed, cause);
            if (cell.ChildrenOrNull is null || !cell.ChildrenOrNull.SetTerminationReason(new SuspendReason.Recreation(cause)))
            {
                Finish(cell, cause);
            }
        }
        else
        {
            cell.Fault.Resume(null); // keeps the count of suspensions balanced
        }
    }

    private static void PreRestart(ActorCell cell, ActorBase failed, Exception? cause)
    {
        object? message = cell.CurrentMessage;
        if (cell.SystemImpl.Settings.DebugLifecycle)
        {
            cell.PublishDebug("restarting");
        }

        if (cell.Fault.IsFatal)
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

    /// <summary>Goes on when no child is left to wait for.</summary>
    public static void Finish(ActorCell cell, Exception? cause)
    {
        List<IInternalActorRef> survivors = cell.ChildrenOrNull?.Children() ?? [];
        ActorBase? fresh = null;
        try
        {
            cell.Fault.Overcome();
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
            cell.ClearActor(fresh);
            cell.Fault.HandleFatal(new PostRestartException(cell.Self, e, cause!));
        }
    }

    /// <summary>Makes the first instance again, when there is none that could go on.</summary>
    public static void BeginCreate(ActorCell cell)
    {
        cell.CancelReceiveTimeout();
        CellEnd.StopChildren(cell);
        if (cell.ChildrenOrNull is null || !cell.ChildrenOrNull.SetTerminationReason(new SuspendReason.Creation()))
        {
            FinishCreate(cell);
        }
    }

    /// <summary>Goes on when no child is left to wait for.</summary>
    public static void FinishCreate(ActorCell cell)
    {
        cell.Fault.Overcome();
        try
        {
            CellMessages.Create(cell, null);
        }
        catch (Exception e)
        {
            cell.Fault.HandleInvokeFailure(e);
        }
    }
}
