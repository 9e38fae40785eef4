namespace ActorPbx.Domain.Subscriptions;

/// <summary>Where a subscription stands.</summary>
public enum SubscriptionPhase
{
    /// <summary>It lives.</summary>
    Active,

    /// <summary>Its last NOTIFY is still to be sent.</summary>
    Ending,

    /// <summary>Its last NOTIFY was sent and waits for an answer.</summary>
    Closing,

    /// <summary>Nothing is left of it.</summary>
    Ended,
}

/// <summary>The state of one subscription (RFC 6665): plain values.</summary>
/// <param name="Policy">How long it may live.</param>
/// <param name="Rate">How often it is told news.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="ExpiresAt">When it ends unless it is refreshed.</param>
/// <param name="IsNotifying">A NOTIFY waits for its answer; the next one waits for that, so that none overtakes another.</param>
/// <param name="HasNews">The subscriber has not been told the state as it is.</param>
/// <param name="IsAsked">The subscriber asked for the state: it is told whatever the rate.</param>
/// <param name="Allowance">What the rate allows.</param>
/// <param name="Reason">Why it ends (RFC 6665 §4.1.3); empty while it lives.</param>
public sealed record Subscription(
    SubscriptionPolicy Policy, NotifyRate Rate, SubscriptionPhase Phase, DateTimeOffset ExpiresAt, bool IsNotifying, bool HasNews, bool IsAsked,
    NotifyAllowance Allowance, string Reason);
