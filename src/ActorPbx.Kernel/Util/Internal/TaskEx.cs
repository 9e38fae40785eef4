namespace ActorPbx.Kernel.Util.Internal;

/// <summary>Tasks that have ended already.</summary>
public static class TaskEx
{
    /// <summary>Ended well.</summary>
    public static readonly Task<Done> Completed = Task.FromResult(Done.Instance);

    /// <summary>Ended with an exception.</summary>
    public static Task FromException(Exception exception) => Task.FromException(exception);

    /// <summary>Ended with an exception.</summary>
    public static Task<T> FromException<T>(Exception exception) => Task.FromException<T>(exception);

    /// <summary>A source whose continuations do not run on the thread that completes it.</summary>
    public static TaskCompletionSource<T> NonBlockingTaskCompletionSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
