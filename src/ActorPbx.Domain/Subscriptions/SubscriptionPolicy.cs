namespace ActorPbx.Domain.Subscriptions;

/// <summary>How long subscriptions of a domain live, and how many there may be.</summary>
/// <param name="MinExpiry">Shortest that is granted; at most an hour, for RFC 6665 §4.2.1.1 lets nobody refuse more.</param>
/// <param name="MaxExpiry">Longest that is granted.</param>
/// <param name="DefaultExpiry">Granted to who asks for none.</param>
/// <param name="MaxPerSubscriber">So many may one number have.</param>
/// <param name="MaxPerTarget">So many may there be to one number.</param>
public sealed record SubscriptionPolicy(TimeSpan MinExpiry, TimeSpan MaxExpiry, TimeSpan DefaultExpiry, int MaxPerSubscriber, int MaxPerTarget)
{
    /// <summary>One minute to two hours, and 300 of each.</summary>
    public static SubscriptionPolicy Default { get; } = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2), TimeSpan.FromHours(1), 300, 300);

    /// <summary>What is granted; null when it is too brief.</summary>
    /// <param name="asked">Seconds; null: nothing was asked for.</param>
    public TimeSpan? Grant(int? asked)
    {
        if (asked is not { } seconds)
        {
            return DefaultExpiry;
        }

        var wanted = TimeSpan.FromSeconds(seconds);
        return seconds == 0 || wanted >= MinExpiry ? (wanted > MaxExpiry ? MaxExpiry : wanted) : null;
    }
}

/// <summary>How often a subscriber is told news of an event package.</summary>
/// <param name="Interval">In the long run not more often than this.</param>
/// <param name="Burst">So many may follow each other at once.</param>
public sealed record NotifyRate(TimeSpan Interval, int Burst);
