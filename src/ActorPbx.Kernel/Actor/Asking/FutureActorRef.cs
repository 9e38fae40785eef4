using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Actor;

/// <summary>The sender of a question: the first answer completes its task.</summary>
public class FutureActorRef<T>(TaskCompletionSource<T> result, ActorPath? path, IActorRefProvider provider) : MinimalActorRef
{
    private ActorPath? _path = path;

    /// <inheritdoc />
    /// <remarks>A question gets its place under <c>/temp</c> only when somebody asks for it: most never need one.</remarks>
    public override ActorPath Path => _path ?? Register();

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; } = provider;

    /// <inheritdoc />
    public override bool IsTerminated => result.Task.IsCompleted;

    private ActorPath Register()
    {
        lock (result)
        {
            if (_path is null)
            {
                ActorPath fresh = Provider.TempPath();
                _path = fresh;
                if (!result.Task.IsCompleted)
                {
                    Provider.RegisterTempActor(this, fresh);
                }
            }

            return _path;
        }
    }

    /// <summary>Gives up the place under <c>/temp</c>.</summary>
    internal void Unregister()
    {
        lock (result)
        {
            if (_path is not null)
            {
                Provider.UnregisterTempActor(_path);
            }
        }
    }

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef? sender)
    {
        bool handled = message switch
        {
            ISystemMessage system => result.TrySetException(new InvalidOperationException(
                $"system message of type '{system.GetType().Name}' is invalid for {nameof(FutureActorRef<>)}")),
            T answer when answer is not Status.Failure || typeof(T) != typeof(object) => result.TrySetResult(answer),
            null => result.TrySetResult(default!),
            Status.Failure failure => result.TrySetException(failure.Cause ?? new TaskCanceledException("Task cancelled by actor via Failure message.")),
            _ => result.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        if (handled)
        {
            (result as IQuestion)?.End();
        }
        else if (!result.Task.IsCanceled && message is not null)
        {
            Provider.DeadLetters.Tell(message, this);
        }
    }

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is Watch watch)
        {
            result.Task.ContinueWith(
                static (_, s) =>
                {
                    var (self, watcher) = ((IInternalActorRef, IInternalActorRef))s!;
                    watcher.SendSystemMessage(new DeathWatchNotification(self, existenceConfirmed: true, addressTerminated: false));
                },
                ((IInternalActorRef)this, watch.Watcher),
                TaskScheduler.Default);
        }
    }

    /// <summary>Sends the question.</summary>
    public virtual void DeliverAsk(object message, ICanTell destination) => destination.Tell(message, this);
}
