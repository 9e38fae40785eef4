namespace ActorPbx.Kernel.Actor;

/// <summary>Sends the outcome of a task to an actor.</summary>
public static class PipeToSupport
{
    /// <summary>Sends the result, or <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends the result, or <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo<T>(
        this Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null, Func<T, object>? success = null,
        Func<Exception, object>? failure = null)
    {
        sender ??= ActorRefs.NoSender;
        if (success is null && taskToPipe.IsCompletedSuccessfully)
        {
            recipient.Tell(taskToPipe.Result!, sender);
            return Task.CompletedTask;
        }

        return Await(taskToPipe, recipient, useConfigureAwait, sender, success, failure);
    }

    private static async Task Await<T>(
        Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender, Func<T, object>? success, Func<Exception, object>? failure)
    {
        object message;
        try
        {
            T result = await taskToPipe.ConfigureAwait(useConfigureAwait);
            message = success is null ? result! : success(result);
        }
        catch (Exception e)
        {
            message = Failed(e, taskToPipe, failure);
        }

        recipient.Tell(message, sender);
    }

    /// <summary>Sends what success or failure make of the outcome; without a function for success, nothing.</summary>
    public static Task PipeTo(
        this Task taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends what success or failure make of the outcome; without a function for success, nothing.</summary>
    public static async Task PipeTo(
        this Task taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null, Func<object>? success = null,
        Func<Exception, object>? failure = null)
    {
        sender ??= ActorRefs.NoSender;
        object message;
        try
        {
            await taskToPipe.ConfigureAwait(useConfigureAwait);
            if (success is null)
            {
                return;
            }

            message = success();
        }
        catch (Exception e)
        {
            message = Failed(e, taskToPipe, failure);
        }

        recipient.Tell(message, sender);
    }

    /// <summary>Sends the result, or <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo<T>(
        this ValueTask<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends the result, or <see cref="Status.Failure"/>.</summary>
    public static Task PipeTo<T>(
        this ValueTask<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null, Func<T, object>? success = null,
        Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, useConfigureAwait, sender, success, failure);

    /// <summary>Sends what success or failure make of the outcome; without a function for success, nothing.</summary>
    public static Task PipeTo(
        this ValueTask taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends what success or failure make of the outcome; without a function for success, nothing.</summary>
    public static Task PipeTo(
        this ValueTask taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null, Func<object>? success = null,
        Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, useConfigureAwait, sender, success, failure);

    private static object Failed(Exception e, Task task, Func<Exception, object>? failure) => failure is not null
        ? failure(e)
        : new Status.Failure(task.IsFaulted && task.Exception is { InnerExceptions.Count: > 1 } many ? many : e);
}
