using ActorPbx.Kernel.Dispatch;
using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>Handles the messages that every actor understands and those of the runtime.</summary>
internal static class CellMessages
{
    public static void AutoReceive(ActorCell cell, Envelope envelope)
    {
        object message = envelope.Message;
        if (cell.SystemImpl.Settings.DebugAutoReceive)
        {
            cell.PublishDebug($"received AutoReceiveMessage {message}");
        }

        switch (message)
        {
            case Terminated terminated:
                if (cell.DeathWatchOrNull?.TakeQueued(terminated) is { } announced)
                {
                    cell.CurrentEnvelope = new Envelope(announced, cell.CurrentSender);
                    cell.ReceiveMessageWithin(announced);
                }

                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                cell.SelfInternal.Stop();
                break;
            case ActorSelectionMessage selection:
                ReceiveSelection(cell, selection);
                break;
            case Identify identify:
                cell.Sender.Tell(new ActorIdentity(identify.MessageId, cell.Self), cell.Self);
                break;
            default:
                break;
        }
    }

    private static void ReceiveSelection(ActorCell cell, ActorSelectionMessage selection)
    {
        if (selection.Elements.Length == 0)
        {
            cell.Invoke(new Envelope(selection.Message, cell.CurrentSender));
        }
        else
        {
            ActorSelection.Deliver(cell.SelfInternal, cell.CurrentSender, selection);
        }
    }

    /// <summary>Handles a system message, or keeps it until the actor has overcome what it waits for.</summary>
    public static void SystemInvoke(ActorCell cell, SystemMessage message)
    {
        if (cell.FaultOrNull is { } fault && fault.TryPostpone(message))
        {
            return;
        }

        Handle(cell, message);
        if (cell.FaultOrNull is { HasPostponed: true } kept)
        {
            foreach (SystemMessage later in kept.TakePostponed())
            {
                if (cell.IsTerminated)
                {
                    cell.SystemImpl.Mailboxes.DeadLetterMailbox.SystemEnqueue(cell.Self, later);
                }
                else if (!kept.TryPostpone(later))
                {
                    Handle(cell, later);
                }
            }
        }
    }

    private static void Handle(ActorCell cell, SystemMessage message)
    {
        try
        {
            Dispatch(cell, message);
        }
        catch (Exception cause)
        {
            cell.Fault.HandleInvokeFailure(cause);
        }
    }

    private static void Dispatch(ActorCell cell, SystemMessage message)
    {
        switch (message)
        {
            case Create create:
                Create(cell, create.Failure);
                break;
            case Watch watch:
                cell.DeathWatch.AddWatcher(watch.Watchee, watch.Watcher);
                break;
            case Unwatch unwatch:
                cell.DeathWatchOrNull?.RemoveWatcher(unwatch.Watchee, unwatch.Watcher);
                break;
            case DeathWatchNotification ended:
                cell.DeathWatchOrNull?.WatchedActorTerminated(ended.Actor, ended.ExistenceConfirmed, ended.AddressTerminated);
                cell.Fault.ChildEnded((IInternalActorRef)ended.Actor);
                break;
            case Terminate:
                CellEnd.Begin(cell);
                break;
            case Failed failed:
                cell.Fault.HandleFailed(failed);
                break;
            case Recreate recreate:
                CellRestart.Begin(cell, recreate.Cause);
                break;
            case Suspend:
                cell.Fault.Suspend();
                break;
            case Resume resume:
                cell.Fault.Resume(resume.CausedByFailure);
                break;
            case Supervise supervise:
                cell.InitChild((IInternalActorRef)supervise.Child);
                break;
            case ActorTaskSchedulerMessage task:
                CellTasks.Handle(cell, task);
                break;
            default:
                throw new NotSupportedException($"Unknown message {message.GetType().Name}");
        }
    }

    /// <summary>Makes the first instance and starts it.</summary>
    public static void Create(ActorCell cell, Exception? failure)
    {
        if (failure is not null)
        {
            throw failure;
        }

        try
        {
            ActorBase created = cell.NewActor();
            cell.SetActor(created);
            created.AroundPreStart();
            if (cell.SystemImpl.Settings.DebugLifecycle)
            {
                cell.Publish(new Debug(cell.Self.Path.ToString(), created.GetType(), "Started (" + created + ")"));
            }

            cell.CheckReceiveTimeout();
            if (cell.SystemImpl.Settings.EmitActorTelemetry)
            {
                cell.SystemImpl.EventStream.Publish(new ActorStarted(cell.Self, cell.Props.Type));
            }
        }
        catch (Exception e)
        {
            Exception cause = e is global::System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : e;
            if (cell.Actor is { } half)
            {
                CellCreation.Release(cell, half);
                cell.ClearActor(half);
                cell.SetActor(null); // made, but never started: no hook of it shall run
            }

            throw new ActorInitializationException(cell.Self, $"Exception during creation: {cause.Message}", cause);
        }
    }
}
