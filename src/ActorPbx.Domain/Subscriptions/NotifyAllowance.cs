namespace ActorPbx.Domain.Subscriptions;

/// <summary>How many notifications may go out now: a bucket that fills by one each interval.</summary>
/// <param name="Left">Notifications that may go out, as of <paramref name="At"/>.</param>
/// <param name="At">When the bucket was last looked at and a whole notification fell in.</param>
public readonly record struct NotifyAllowance(int Left, DateTimeOffset At)
{
    /// <summary>A full bucket.</summary>
    public static NotifyAllowance Full(NotifyRate rate, DateTimeOffset now) => new(rate.Burst, now);

    /// <summary>The bucket as it is now.</summary>
    public NotifyAllowance Fill(NotifyRate rate, DateTimeOffset now)
    {
        // Time that goes back fills nothing and takes nothing.
        var due = now <= At ? 0 : (now - At).Ticks / rate.Interval.Ticks;
        var left = Left + due;
        return left >= rate.Burst ? new NotifyAllowance(rate.Burst, now) : new NotifyAllowance((int)left, At + (due * rate.Interval));
    }

    /// <summary>One went out; more than were allowed leave the bucket empty.</summary>
    public NotifyAllowance Spend() => this with { Left = Math.Max(0, Left - 1) };

    /// <summary>When the next may go out.</summary>
    public DateTimeOffset NextAt(NotifyRate rate, DateTimeOffset now) => Left > 0 ? now : At + rate.Interval;
}
