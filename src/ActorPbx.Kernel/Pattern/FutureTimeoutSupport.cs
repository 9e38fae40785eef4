using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Pattern;

/// <summary>Tasks that begin later, in the scheduler's time.</summary>
public static class FutureTimeoutSupport
{
    /// <summary>Starts a task after a while; its result is the result.</summary>
    public static Task<T> After<T>(TimeSpan duration, IScheduler scheduler, Func<Task<T>> value)
    {
        if (duration < TimeSpan.MaxValue && duration.Ticks < 1)
            return Started(value);

        var result = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        scheduler.Advanced.ScheduleOnce(duration, () => result.SetResult(Started(value)));
        return result.Task.Unwrap();
    }

    private static Task<T> Started<T>(Func<Task<T>> value)
    {
        try
        {
            return value();
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }
}
