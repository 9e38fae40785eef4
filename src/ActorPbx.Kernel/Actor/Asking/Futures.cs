using ActorPbx.Kernel.Actor.Internal;
namespace ActorPbx.Kernel.Actor;

/// <summary>Asks an actor and waits for its answer.</summary>
public static class Futures
{
    /// <summary>Asks for any answer.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<object>(message, timeout, CancellationToken.None);

    /// <summary>Asks for any answer.</summary>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    /// <summary>Asks for any answer.</summary>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    /// <summary>Asks for an answer of the type; <see cref="AskTimeoutException"/> when none comes in time.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) => self.Ask<T>(message, timeout, CancellationToken.None);

    /// <summary>Asks for an answer of the type.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) => self.Ask<T>(message, null, cancellationToken);

    /// <summary>Asks for an answer of the type; <see cref="AskTimeoutException"/> when none comes in time.</summary>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        IActorRefProvider provider = ResolveProvider(self)
            ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        (FutureActorRef<T> future, TaskCompletionSource<T> result) = Open<T>(provider, timeout, cancellationToken);
        future.DeliverAsk(message, self);
        return result.Task;
    }

    /// <summary>Asks with a question that names the one to answer to.</summary>
    public static Task<T> Ask<T>(this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        IActorRefProvider provider = ResolveProvider(self)
            ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        (FutureActorRef<T> future, TaskCompletionSource<T> result) = Open<T>(provider, timeout, cancellationToken);
        future.DeliverAsk(messageFactory(future), self);
        return result.Task;
    }

    private static (FutureActorRef<T> Future, TaskCompletionSource<T> Result) Open<T>(
        IActorRefProvider provider, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        TimeSpan wait = timeout ?? provider.Settings.AskTimeout;
        var question = new Question<T>();
        var future = new FutureActorRef<T>(question, null, provider);
        question.Begin(future, provider, wait, cancellationToken);
        return (future, question);
    }

    internal static IActorRefProvider? ResolveProvider(ICanTell self) => self switch
    {
        ActorSelection selection => ResolveProvider(selection.Anchor),
        Nobody => null,
        IInternalActorRef reference => reference.Provider,
        _ => ActorCell.Current?.SystemImpl.Provider,
    };

    /// <summary>An open question: ends by an answer, by time or by cancellation, and then leaves nothing behind.</summary>
    private sealed class Question<T>() : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), ICanTell, IQuestion
    {
        private FutureActorRef<T>? _future;
        private ICancelable? _timer;
        private CancellationTokenRegistration _registration;
        private TimeSpan _timeout;

        public void Begin(FutureActorRef<T> future, IActorRefProvider provider, TimeSpan timeout, CancellationToken cancellationToken)
        {
            _future = future;
            _timeout = timeout;
            if (timeout > TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
            {
                _timer = StartTimer(provider, timeout);
            }
            else if (timeout == TimeSpan.Zero)
            {
                Tell(this, null);
            }

            if (cancellationToken.CanBeCanceled)
            {
                _registration = cancellationToken.UnsafeRegister(static (q, t) => ((Question<T>)q!).Withdraw(t), this);
            }
        }

        private ICancelable StartTimer(IActorRefProvider provider, TimeSpan timeout)
        {
            ActorSystemImpl system = provider.SystemImpl();
            if (system.Scheduler is HashedWheelTimerScheduler clock)
            {
                return clock.StartTell(timeout, this, this, null);
            }

            var source = new CancellationTokenSource(timeout); // virtual time does not rule questions
            source.Token.UnsafeRegister(static q => ((Question<T>)q!).Tell(q, null), this);
            return new Cancelable(system.Scheduler.Advanced, source);
        }

        /// <summary>The time is over.</summary>
        public void Tell(object message, IActorRef? sender)
        {
            if (TrySetException(new AskTimeoutException($"Timeout after {_timeout} seconds")))
            {
                End();
            }
        }

        private void Withdraw(CancellationToken token)
        {
            if (TrySetCanceled(token))
            {
                End();
            }
        }

        public void End()
        {
            _timer?.Cancel();
            _registration.Unregister();
            _future!.Unregister();
        }
    }
}

/// <summary>A question that must be tidied up when it has been answered.</summary>
internal interface IQuestion
{
    /// <summary>Tidies up.</summary>
    void End();
}
