using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>How an actor ends: its children first, then PostStop, and then parent and watchers are told.</summary>
internal static class CellEnd
{
    /// <summary>Ends the children, and then the actor.</summary>
    public static void Begin(ActorCell cell)
    {
        cell.SetReceiveTimeout(null);
        cell.DeathWatchOrNull?.UnwatchAll();
        bool wasTerminating = cell.ChildrenAreTerminating;
        if (cell.TryEndWithoutChildren() || cell.Children.BeginEnd() is not { } untold)
        {
            Finish(cell);
            return;
        }

        foreach (IInternalActorRef child in untold)
        {
            child.Stop();
        }

        if (!wasTerminating)
        {
            cell.Fault.KeepFailures();
            if (cell.SystemImpl.Settings.DebugLifecycle)
            {
                cell.PublishDebug("stopping");
            }
        }
    }

    /// <summary>Goes on when no child is left to wait for.</summary>
    public static void Finish(ActorCell cell)
    {
        if (!cell.TryEnd())
        {
            return;
        }

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
            cell.SystemImpl.Living.ActorEnded();
            cell.ChildrenOrNull?.FunctionsOrNull?.StopAll();
            cell.Parent.SendSystemMessage(new DeathWatchNotification(cell.Self, existenceConfirmed: true, addressTerminated: false));
            cell.DeathWatchOrNull?.TellWatchersWeDied();
            cell.EndDeathWatch();
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

    public static void StopChildren(ActorCell cell)
    {
        foreach (IInternalActorRef child in cell.GetChildren())
        {
            CellChildren.Stop(cell, child);
        }
    }
}
