using ActorPbx.Kernel.Util;

namespace ActorPbx.Kernel.Actor;

/// <summary>Tells the time by the machine's clock.</summary>
public class DateTimeOffsetNowTimeProvider : IDateTimeOffsetNowTimeProvider
{
    private DateTimeOffsetNowTimeProvider()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static DateTimeOffsetNowTimeProvider Instance { get; } = new();

    /// <inheritdoc />
    public DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <inheritdoc />
    public TimeSpan MonotonicClock => Util.MonotonicClock.Elapsed;

    /// <inheritdoc />
    public TimeSpan HighResMonotonicClock => Util.MonotonicClock.ElapsedHighRes;
}
