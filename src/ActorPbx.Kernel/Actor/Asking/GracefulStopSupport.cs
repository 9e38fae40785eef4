using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Actor;

/// <summary>Stops an actor and waits until it has ended.</summary>
public static class GracefulStopSupport
{
    /// <summary>Stops by <see cref="PoisonPill"/>; false when the actor has not ended in time.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => GracefulStop(target, timeout, PoisonPill.Instance);

    /// <summary>Stops by a message of one's own; false when the actor has not ended in time.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var internalTarget = (IInternalActorRef)target;
        var result = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watcher = new StopWatcher(internalTarget, result);
        internalTarget.SendSystemMessage(new Watch(internalTarget, watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        var source = new CancellationTokenSource(timeout);
        source.Token.Register(() =>
        {
            internalTarget.SendSystemMessage(new Unwatch(internalTarget, watcher));
            result.TrySetResult(false);
        });
        result.Task.ContinueWith(static (_, s) => ((CancellationTokenSource)s!).Dispose(), source, TaskScheduler.Default);
        return result.Task;
    }

    private sealed class StopWatcher(IInternalActorRef target, TaskCompletionSource<bool> result) : MinimalActorRef
    {
        private ActorPath? _path;

        public override ActorPath Path => _path ??= Provider.TempPath();

        public override IActorRefProvider Provider => target.Provider;

        public override void SendSystemMessage(ISystemMessage message)
        {
            if (message is DeathWatchNotification ended && ended.Actor.Equals(target))
            {
                result.TrySetResult(true);
            }
        }
    }
}
