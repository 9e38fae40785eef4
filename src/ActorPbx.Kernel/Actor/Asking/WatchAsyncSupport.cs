namespace ActorPbx.Kernel.Actor;

/// <summary>Waits for the end of an actor from outside of actors.</summary>
public static class WatchAsyncSupport
{
    /// <summary>True when the actor has ended; false when the wait was called off first.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        if (target is not IInternalActorRef subject)
        {
            throw new ArgumentException($"{target} cannot be watched", nameof(target));
        }

        if (target is Nobody)
        {
            return true;
        }

        var ended = new TaskCompletionSource<Dispatch.SysMsg.DeathWatchNotification>(TaskCreationOptions.RunContinuationsAsynchronously);
        ActorPath path = subject.Provider.TempPath();
        var watcher = new EndWatcher(subject, path, ended);
        subject.SendSystemMessage(new Dispatch.SysMsg.Watch(subject, watcher));
        await using CancellationTokenRegistration registration = token.Register(() => ended.TrySetCanceled(token));
        try
        {
            await ended.Task.ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            subject.SendSystemMessage(new Dispatch.SysMsg.Unwatch(subject, watcher));
            return false;
        }
    }

    private sealed class EndWatcher(
        IInternalActorRef subject, ActorPath path, TaskCompletionSource<Dispatch.SysMsg.DeathWatchNotification> ended) : MinimalActorRef
    {
        public override ActorPath Path { get; } = path;

        public override IActorRefProvider Provider => subject.Provider;

        public override bool IsTerminated => ended.Task.IsCompleted;

        public override void SendSystemMessage(Dispatch.SysMsg.ISystemMessage message)
        {
            if (message is Dispatch.SysMsg.DeathWatchNotification notification)
            {
                ended.TrySetResult(notification);
            }
        }
    }
}
