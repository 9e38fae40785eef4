using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;

namespace ActorPbx.Pbx.Extensions;

/// <summary>What is to be seen of a number, and who is told of it whenever it changes. Kept by the number's actor.</summary>
internal sealed class NumberWatch(ExtensionNumber number)
{
    private List<IActorRef>? _watchers;
    private List<IActorRef>? _awaiting;
    private NumberState? _told;

    /// <summary>Somebody watches from now on, and is told at once.</summary>
    public void Add(IActorRef watcher, in NumberCalls calls, bool isReachable)
    {
        _watchers ??= [];
        if (!_watchers.Contains(watcher))
        {
            _watchers.Add(watcher);
        }

        _told = new NumberState(isReachable, calls.Dialogs);
        watcher.Tell(new NumberShown(number, _told), ActorRefs.NoSender);
    }

    /// <summary>Those who wait for a registration.</summary>
    private IReadOnlyList<IActorRef> Awaiting => _awaiting ?? (IReadOnlyList<IActorRef>)[];

    /// <summary>Somebody waits for a registration.</summary>
    public void Await(IActorRef watcher)
    {
        _awaiting ??= [];
        if (!_awaiting.Contains(watcher))
        {
            _awaiting.Add(watcher);
        }
    }

    /// <summary>A phone registered: who waited for that is told, once.</summary>
    public void Registered()
    {
        foreach (var watcher in Awaiting)
        {
            watcher.Tell(new NumberRegistered(number), ActorRefs.NoSender);
        }

        _awaiting = null;
    }

    /// <summary>Says it all again to the number's actor, which is to start anew: who watches, and who waits.</summary>
    public void Repeat(IActorRef self)
    {
        foreach (var watcher in _watchers ?? [])
        {
            self.Tell(new WatchNumber(number, watcher), ActorRefs.NoSender);
        }

        foreach (var watcher in Awaiting)
        {
            self.Tell(new AwaitRegistration(number, watcher), ActorRefs.NoSender);
        }
    }

    /// <summary>What is said of who watches, and of how far the number's calls are; false for anything else.</summary>
    public bool Hears(object word, in NumberCalls calls, bool isReachable)
    {
        switch (word)
        {
            case WatchNumber watch: Add(watch.Watcher, calls, isReachable); break;
            case UnwatchNumber unwatch: Remove(unwatch.Watcher); break;
            case AwaitRegistration wait: Await(wait.Watcher); break;
            case StopAwaiting stop: _awaiting?.Remove(stop.Watcher); break;
            case RegisteredElsewhere: Registered(); break;
            case CallAdvanced advanced:
                calls.Advance(advanced.Call, advanced.Stage);
                Tell(calls, isReachable);
                break;
            case LeaveCall leave:
                calls.Hide(leave.Call);
                Tell(calls, isReachable);
                break;
            default: return false;
        }

        return true;
    }

    /// <summary>Somebody watches no longer.</summary>
    public void Remove(IActorRef watcher) => _watchers?.Remove(watcher);

    /// <summary>Tells those who watch, when there is news.</summary>
    public void Tell(in NumberCalls calls, bool isReachable)
    {
        if (_watchers is not { Count: > 0 })
        {
            return;
        }

        var state = new NumberState(isReachable, calls.Dialogs);
        if (state == _told)
        {
            return;
        }

        _told = state;
        foreach (var watcher in _watchers)
        {
            watcher.Tell(new NumberShown(number, state), ActorRefs.NoSender);
        }
    }
}
