namespace ActorPbx.Domain.Subscriptions;

/// <summary>What happens to a subscription.</summary>
public abstract record SubscriptionInput
{
    private SubscriptionInput()
    {
    }

    /// <summary>A SUBSCRIBE: the first, a refresh, or with 0 the end.</summary>
    /// <param name="Expires">Seconds; null: it names none.</param>
    public sealed record Subscribed(int? Expires) : SubscriptionInput;

    /// <summary>What is watched changed.</summary>
    public sealed record StateChanged : SubscriptionInput;

    /// <summary>The final response to our NOTIFY.</summary>
    public sealed record NotifyAnswered(int Code) : SubscriptionInput;

    /// <summary>Our NOTIFY was not answered, or could not be delivered.</summary>
    public sealed record NotifyLost : SubscriptionInput;

    /// <summary>The instant came that <see cref="SubscriptionEffect.Wake"/> asked for.</summary>
    public sealed record Woken : SubscriptionInput;

    /// <summary>It ends by our will, for a reason of RFC 6665 §4.1.3.</summary>
    public sealed record Withdrawn(string Reason) : SubscriptionInput;
}

/// <summary>What a subscription wants done.</summary>
public abstract record SubscriptionEffect
{
    private SubscriptionEffect()
    {
    }

    /// <summary>Answer the SUBSCRIBE with 200.</summary>
    public sealed record Grant(TimeSpan Expires) : SubscriptionEffect;

    /// <summary>Answer the SUBSCRIBE with 423.</summary>
    public sealed record RefuseBrief(TimeSpan MinExpiry) : SubscriptionEffect;

    /// <summary>Answer the SUBSCRIBE with 481: it came when the subscription was over.</summary>
    public sealed record RefuseLate : SubscriptionEffect;

    /// <summary>Send NOTIFY with the state.</summary>
    /// <param name="Left">What is left of the subscription.</param>
    public sealed record Notify(TimeSpan Left) : SubscriptionEffect;

    /// <summary>Send the last NOTIFY.</summary>
    public sealed record NotifyEnd(string Reason) : SubscriptionEffect;

    /// <summary>Come back at this instant, in place of any other.</summary>
    public sealed record Wake(DateTimeOffset At) : SubscriptionEffect;

    /// <summary>Nothing is left: end the actor.</summary>
    public sealed record End : SubscriptionEffect;
}
