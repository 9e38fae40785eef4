using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Pattern;

/// <summary>Tries a task again when it fails.</summary>
public static class RetrySupport
{
    /// <summary>Tries at once, up to <paramref name="attempts"/> times more.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts) => Retry(attempt, attempts, _ => Option<TimeSpan>.None, null);

    /// <summary>Tries after pauses that double, with a random share on top.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, TimeSpan minBackoff, TimeSpan maxBackoff, int randomFactor, IScheduler scheduler)
    {
        if (minBackoff <= TimeSpan.Zero)
            throw new ArgumentException("Parameter minBackoff must be > 0");
        if (maxBackoff < minBackoff)
            throw new ArgumentException("Parameter maxBackoff must be >= minBackoff");
        if (randomFactor is < 0 or > 1)
            throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
        return Retry(attempt, attempts, tried => BackoffSupervisor.CalculateDelay(tried, minBackoff, maxBackoff, randomFactor), scheduler);
    }

    /// <summary>Tries after the same pause each time.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, TimeSpan delay, IScheduler scheduler) => Retry(attempt, attempts, _ => delay, scheduler);

    /// <summary>Tries after the pause that the function names for the attempts so far; none means at once.</summary>
    public static Task<T> Retry<T>(Func<Task<T>> attempt, int attempts, Func<int, Option<TimeSpan>> delayFunction, IScheduler? scheduler)
    {
        if (attempts < 0)
            throw new ArgumentException("Parameter attempts must be >= 0");
        return Run(attempt, attempts, delayFunction, scheduler);
    }

    private static async Task<T> Run<T>(Func<Task<T>> attempt, int attempts, Func<int, Option<TimeSpan>> delayFunction, IScheduler? scheduler)
    {
        for (var tried = 0; ; tried++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception) when (tried < attempts)
            {
            }

            var delay = delayFunction(tried + 1);
            if (delay.HasValue && delay.Value > TimeSpan.Zero)
                await FutureTimeoutSupport.After(delay.Value, scheduler!, () => Task.FromResult(Done.Instance)).ConfigureAwait(false);
        }
    }
}
