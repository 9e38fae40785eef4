using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Presence;

namespace ActorPbx.Pbx.Extensions;

/// <summary>What is to be seen of a number, and who is told of it whenever it changes. Kept by the number's actor.</summary>
internal sealed class NumberWatch(ExtensionNumber number)
{
    private ImmutableArray<NumberDialog> _dialogs = [];
    private List<IActorRef>? _watchers;
    private List<IActorRef>? _awaiting;
    private NumberState? _told;

    /// <summary>Somebody watches from now on, and is told at once.</summary>
    public void Add(IActorRef watcher, bool isReachable)
    {
        _watchers ??= [];
        if (!_watchers.Contains(watcher))
        {
            _watchers.Add(watcher);
        }

        _told = new NumberState(isReachable, _dialogs);
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
    public bool Hears(object word, bool isReachable)
    {
        switch (word)
        {
            case WatchNumber watch: Add(watch.Watcher, isReachable); break;
            case UnwatchNumber unwatch: Remove(unwatch.Watcher); break;
            case AwaitRegistration wait: Await(wait.Watcher); break;
            case StopAwaiting stop: _awaiting?.Remove(stop.Watcher); break;
            case RegisteredElsewhere: Registered(); break;
            case CallAdvanced advanced:
                Advance(advanced.Call, advanced.Stage);
                Tell(isReachable);
                break;
            case LeaveCall leave:
                End(leave.Call);
                Tell(isReachable);
                break;
            default: return false;
        }

        return true;
    }

    /// <summary>Somebody watches no longer.</summary>
    public void Remove(IActorRef watcher) => _watchers?.Remove(watcher);

    /// <summary>The number has one call more.</summary>
    public void Begin(CallId call, bool isCaller, string remote, DialogStage stage = DialogStage.Trying)
    {
        End(call);
        _dialogs = _dialogs.Add(new NumberDialog(call, isCaller, stage, remote));
    }

    /// <summary>The number is in a call that it neither made nor was called in.</summary>
    public void Join(JoinCall join) => Begin(join.Call, isCaller: false, join.Remote, DialogStage.Confirmed);

    /// <summary>A call of it rings or was answered; none goes back.</summary>
    public void Advance(CallId call, DialogStage stage)
    {
        if (Find(call) is { } dialog && dialog.Stage < stage)
        {
            _dialogs = _dialogs.Replace(dialog, dialog with { Stage = stage });
        }
    }

    /// <summary>A call of it is over.</summary>
    public void End(CallId call)
    {
        if (Find(call) is { } dialog)
        {
            _dialogs = _dialogs.Length == 1 ? [] : _dialogs.Remove(dialog);
        }
    }

    /// <summary>Tells those who watch, when there is news.</summary>
    public void Tell(bool isReachable)
    {
        if (_watchers is not { Count: > 0 })
        {
            return;
        }

        var state = new NumberState(isReachable, _dialogs);
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

    private NumberDialog? Find(CallId call)
    {
        foreach (var dialog in _dialogs)
        {
            if (dialog.Call == call)
            {
                return dialog;
            }
        }

        return null;
    }
}
