using Xunit.Sdk;

namespace ActorPbx.Kernel.TestKit.Extensions;

/// <summary>Limits of time for tasks that a test awaits.</summary>
public static class TaskExtensions
{
    /// <summary>Awaits a task; true if it ended in time, and its exception if it failed.</summary>
    public static async Task<bool> AwaitWithTimeout(this Task parentTask, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!await EndsWithin(parentTask, timeout, cancellationToken))
            return false;
        if (parentTask.IsFaulted)
            await parentTask;
        return true;
    }

    /// <summary>Awaits a task's result.</summary>
    /// <exception cref="TaskCanceledException">The task did not end in time.</exception>
    public static async Task<T> WithTimeout<T>(this Task<T> parentTask, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (!await EndsWithin(parentTask, timeout, cancellationToken))
            throw new TaskCanceledException($"Task timed out after {timeout.TotalSeconds} seconds");
        return await parentTask;
    }

    /// <summary>The task must end in time with the result given.</summary>
    public static async Task ShouldCompleteWithin<T>(this Task<T> task, T expected, TimeSpan timeout, string because = "", params object[] becauseArgs) =>
        Xunit.Assert.Equal(expected, await task.ShouldCompleteWithin(timeout, because, becauseArgs));

    /// <summary>The task must end in time; its result is returned.</summary>
    public static async Task<T> ShouldCompleteWithin<T>(this Task<T> task, TimeSpan timeout, string because = "", params object[] becauseArgs)
    {
        await ShouldCompleteWithin((Task)task, timeout, because, becauseArgs);
        return await task;
    }

    /// <summary>The task must end in time.</summary>
    public static async Task ShouldCompleteWithin(this Task task, TimeSpan timeout, string because = "", params object[] becauseArgs)
    {
        if (!await EndsWithin(task, timeout, default))
            throw new XunitException($"Expected the task to complete within {timeout} {string.Format(because, becauseArgs)}");
        await task;
    }

    /// <summary>The task must fail in time with the exception given.</summary>
    public static async Task ShouldThrowWithin<T>(this Task task, T expected, TimeSpan timeout, string because = "", params object[] becauseArgs) where T : Exception =>
        Xunit.Assert.Equal(expected, await task.ShouldThrowWithin<T>(timeout, because, becauseArgs));

    /// <summary>The task must fail in time with an exception of the kind given, which is returned.</summary>
    public static Task<T> ShouldThrowWithin<T>(this Task task, TimeSpan timeout, string because = "", params object[] becauseArgs) where T : Exception =>
        Xunit.Assert.ThrowsAnyAsync<T>(() => task.ShouldCompleteWithin(timeout, because, becauseArgs));

    private static async Task<bool> EndsWithin(Task task, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(task, Task.Delay(timeout, stop.Token));
        await stop.CancelAsync();
        return first == task;
    }
}
