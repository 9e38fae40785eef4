namespace ActorPbx.Pbx.Settings;

/// <summary>Rules for SUBSCRIBE: who watches numbers of a domain.</summary>
public sealed record SubscriptionSettings
{
    /// <summary>Shortest expiry that is granted; less is answered 423. At most an hour (RFC 6665 §4.2.1.1).</summary>
    public TimeSpan MinExpiry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest expiry that is granted.</summary>
    public TimeSpan MaxExpiry { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Expiry granted when the phone asks for none.</summary>
    public TimeSpan DefaultExpiry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most subscriptions that one number may have; more are answered 403.</summary>
    public int MaxPerSubscriber { get; init; } = 300;

    /// <summary>Most subscriptions that there may be to one number; more are answered 403.</summary>
    public int MaxPerNumber { get; init; } = 300;
}
