namespace ActorPbx.Kernel.TestKit.Internal;

/// <summary>Questions that the kit asks of a duration: is it zero, positive and finite, or without end.</summary>
public static class TimeSpanExtensions
{
    /// <summary>True for a value that exists, is more than zero and has an end.</summary>
    public static bool IsPositiveFinite(this TimeSpan? timeSpan) => timeSpan.HasValue && timeSpan.Value.IsPositiveFinite();

    /// <inheritdoc cref="IsPositiveFinite(TimeSpan?)"/>
    public static bool IsPositiveFinite(this TimeSpan timeSpan) => timeSpan > TimeSpan.Zero;

    /// <summary>Throws <see cref="ArgumentException"/> for a negative or endless duration; zero passes.</summary>
    public static void EnsureIsPositiveFinite(this TimeSpan timeSpan, string parameterName)
    {
        if (timeSpan < TimeSpan.Zero)
            throw new ArgumentException($"The timespan must be greater than zero. Actual value: {timeSpan}", parameterName);
    }

    /// <summary>True for an existing value of exactly zero.</summary>
    public static bool IsZero(this TimeSpan? timeSpan) => timeSpan == TimeSpan.Zero;

    /// <inheritdoc cref="IsZero(TimeSpan?)"/>
    public static bool IsZero(this TimeSpan timeSpan) => timeSpan == TimeSpan.Zero;

    /// <summary>True when no value was given.</summary>
    public static bool IsUndefined(this TimeSpan? timeSpan) => !timeSpan.HasValue;

    /// <summary>True for an existing negative value; every negative value stands for "no end".</summary>
    public static bool IsInfinite(this TimeSpan? timeSpan) => timeSpan < TimeSpan.Zero;

    /// <inheritdoc cref="IsInfinite(TimeSpan?)"/>
    public static bool IsInfinite(this TimeSpan timeSpan) => timeSpan < TimeSpan.Zero;

    /// <summary>True for exactly <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public static bool IsInfiniteTimeout(this TimeSpan? timeSpan) => timeSpan == Timeout.InfiniteTimeSpan;

    /// <inheritdoc cref="IsInfiniteTimeout(TimeSpan?)"/>
    public static bool IsInfiniteTimeout(this TimeSpan timeSpan) => timeSpan == Timeout.InfiniteTimeSpan;

    /// <summary>The shorter of two durations; a missing or endless one never wins.</summary>
    public static TimeSpan Min(this TimeSpan a, TimeSpan? b)
    {
        if (b is not { } other || other == Timeout.InfiniteTimeSpan)
            return a;
        return a == Timeout.InfiniteTimeSpan || other < a ? other : a;
    }
}
