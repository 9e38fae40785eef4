using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>A reference that hands each message to a function, on the sender's thread.</summary>
public sealed class FunctionRef(ActorPath path, IActorRefProvider provider, EventStream eventStream, Action<IActorRef?, object> tell) : MinimalActorRef
{
    private readonly Lock _gate = new();
    private readonly HashSet<IActorRef> _watchedBy = [];
    private bool _stopped;

    /// <inheritdoc />
    public override ActorPath Path { get; } = path;

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; } = provider;

    /// <summary>The event stream.</summary>
    public EventStream EventStream { get; } = eventStream;

    /// <inheritdoc />
    public override bool IsTerminated => Volatile.Read(ref _stopped);

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef? sender) => tell(sender, message);

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when watch.Watchee.Equals(this) && !watch.Watcher.Equals(this):
                AddWatcher(watch.Watcher);
                break;
            case Unwatch unwatch when unwatch.Watchee.Equals(this):
                lock (_gate)
                {
                    _watchedBy.Remove(unwatch.Watcher);
                }

                break;
            case DeathWatchNotification ended:
                Tell(new Terminated(ended.Actor, existenceConfirmed: true, addressTerminated: false), ended.Actor);
                break;
            default:
                break;
        }
    }

    /// <summary>Watches an actor; its end arrives as a message.</summary>
    public void Watch(IActorRef actor) =>
        ((IInternalActorRef)actor).SendSystemMessage(new Watch((IInternalActorRef)actor, this));

    /// <summary>Takes a watch back.</summary>
    public void Unwatch(IActorRef actor) =>
        ((IInternalActorRef)actor).SendSystemMessage(new Unwatch((IInternalActorRef)actor, this));

    private void AddWatcher(IInternalActorRef watcher)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _watchedBy.Add(watcher);
                return;
            }
        }

        watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
    }

    /// <inheritdoc />
    public override void Stop()
    {
        IActorRef[] watchers;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _stopped = true;
            watchers = [.. _watchedBy];
            _watchedBy.Clear();
        }

        foreach (IActorRef watcher in watchers)
        {
            ((IInternalActorRef)watcher).SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));
        }
    }
}
