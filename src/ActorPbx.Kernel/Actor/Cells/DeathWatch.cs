using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>Whom an actor watches and who watches it; made when the first of either appears.</summary>
internal sealed class DeathWatch(ActorCell cell)
{
    private WatchTable _watching;
    private WatchTable _watchedBy;
    private WatchTable _queued;
    private bool _parentWatches;

    public void Watch(IInternalActorRef subject, object? message)
    {
        if (subject.Equals(cell.Self))
        {
            return;
        }

        if (!_watching.TryGet(subject, out object? previous))
        {
            _watching.TryAdd(subject, message);
            subject.SendSystemMessage(new Watch(subject, cell.SelfInternal));
            return;
        }

        if (!Equals(previous, message))
        {
            throw new InvalidOperationException(
                $"Watch({cell.Self}, {subject}) termination message was not overwritten from [{previous ?? "None"}] to [{message ?? "None"}]. "
                + "If this was intended, unwatch first before using `Watch` / `WatchWith` with another message.");
        }
    }

    public void Unwatch(IInternalActorRef subject)
    {
        if (subject.Equals(cell.Self))
        {
            return;
        }

        if (_watching.Remove(subject, out _))
        {
            subject.SendSystemMessage(new Unwatch(subject, cell.SelfInternal));
        }

        _queued.Remove(subject, out _);
    }

    /// <summary>Handles the notice of an end: queues one <see cref="Terminated"/> if the actor was watched.</summary>
    public void WatchedActorTerminated(IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        if (_watching.Remove(actor, out object? message) && !cell.ChildrenAreTerminating)
        {
            _queued.TryAdd(actor, message);
            cell.Self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated), actor);
        }
    }

    /// <summary>What to deliver for a queued <see cref="Terminated"/>; null when it was unwatched meanwhile.</summary>
    public object? TakeQueued(Terminated terminated) =>
        _queued.Remove(terminated.ActorRef, out object? message) ? message ?? terminated : null;

    /// <summary>Lets a <see cref="Terminated"/> that was put aside be received again.</summary>
    public void Requeue(IActorRef actor) => _queued.TryAdd(actor, null);

    public void AddWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        bool watcheeIsSelf = watchee.Equals(cell.Self), watcherIsSelf = watcher.Equals(cell.Self);
        if (watcheeIsSelf && !watcherIsSelf)
        {
            if (TryAdd(watcher) && cell.SystemImpl.Settings.DebugLifecycle)
            {
                cell.PublishDebug($"now watched by {watcher}");
            }
        }
        else if (!watcheeIsSelf && watcherIsSelf)
        {
            Watch(watchee, null);
        }
        else
        {
            cell.Publish(new Warning(cell.Self.Path.ToString(), cell.ActorClass, $"BUG: illegal Watch({watchee},{watcher}) for {cell.Self}"));
        }
    }

    public void RemoveWatcher(IInternalActorRef watchee, IInternalActorRef watcher)
    {
        bool watcheeIsSelf = watchee.Equals(cell.Self), watcherIsSelf = watcher.Equals(cell.Self);
        if (watcheeIsSelf && !watcherIsSelf)
        {
            if (TryRemove(watcher) && cell.SystemImpl.Settings.DebugLifecycle)
            {
                cell.PublishDebug($"no longer watched by {watcher}");
            }
        }
        else if (!watcheeIsSelf && watcherIsSelf)
        {
            Unwatch(watchee);
        }
        else
        {
            cell.Publish(new Warning(cell.Self.Path.ToString(), cell.ActorClass, $"BUG: illegal Unwatch({watchee},{watcher}) for {cell.Self}"));
        }
    }

    // The parent, who is told of every end anyway, is most actors' only watcher, and needs no set.
    private bool TryAdd(IInternalActorRef watcher)
    {
        if (!watcher.Equals(cell.Parent))
        {
            return _watchedBy.TryAdd(watcher, null);
        }

        bool isNew = !_parentWatches;
        _parentWatches = true;
        return isNew;
    }

    private bool TryRemove(IInternalActorRef watcher)
    {
        if (!watcher.Equals(cell.Parent))
        {
            return _watchedBy.Remove(watcher, out _);
        }

        bool wasThere = _parentWatches;
        _parentWatches = false;
        return wasThere;
    }

    public void TellWatchersWeDied()
    {
        IActorRef[] watchers = _watchedBy.Actors;
        _watchedBy = default;
        foreach (IActorRef watcher in watchers)
        {
            ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(cell.Self, true, false));
        }
    }

    public void UnwatchAll()
    {
        IActorRef[] watched = _watching.Actors;
        (_watching, _queued) = (default, default);
        foreach (IActorRef actor in watched)
        {
            var subject = (IInternalActorRef)actor;
            subject.SendSystemMessage(new Unwatch(subject, cell.SelfInternal));
        }
    }
}
