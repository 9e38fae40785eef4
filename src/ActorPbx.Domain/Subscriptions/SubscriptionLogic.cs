namespace ActorPbx.Domain.Subscriptions;

/// <summary>What a subscription became by one input, and what is to be done, in order.</summary>
public readonly record struct SubscriptionDecision(Subscription Next, IReadOnlyList<SubscriptionEffect> Effects);

/// <summary>
/// The behaviour of the notifier of one subscription (RFC 6665 §4.2): a pure function from state and input to state and effects.
/// <code>
///            1 SUBSCRIBE                 3 expires 0, time over, withdrawn            4 nothing in flight: last NOTIFY
///   ○ ──────────────────▶ Active ───────────────────────────────────▶ Ending ───────────────────────────────▶ Closing
///                          │  ▲ 2 SUBSCRIBE, change: NOTIFY             │                                         │
///                          │  └──────┘                                  │ 5 a NOTIFY failed                       │ 5 answered or failed
///                          └──────────────────5 a NOTIFY failed─────────┴───────────────────────▶ Ended ◀─────────┘
/// </code>
/// </summary>
public static class SubscriptionLogic
{
    /// <summary>The reason of RFC 6665 §4.1.3 for one that was not refreshed, and for one that its subscriber ended.</summary>
    public const string TimeOver = "timeout";

    /// <summary>A SUBSCRIBE outside a dialogue, whose interval was looked at before: <see cref="SubscriptionPolicy.Grant"/>.</summary>
    public static SubscriptionDecision Begin(SubscriptionPolicy policy, NotifyRate rate, int? expires, DateTimeOffset now)
    {
        var fresh = new Subscription(
            policy, rate, SubscriptionPhase.Active, now, IsNotifying: false, HasNews: false, IsAsked: false, NotifyAllowance.Full(rate, now), "");
        return Decide(fresh, new SubscriptionInput.Subscribed(expires), now);
    }

    /// <summary>Something happened to a subscription. Every input is taken in every state; what no longer matters changes nothing.</summary>
    public static SubscriptionDecision Decide(Subscription state, SubscriptionInput input, DateTimeOffset now)
    {
        List<SubscriptionEffect> effects = [];
        if (state.Phase == SubscriptionPhase.Ended)
        {
            if (input is SubscriptionInput.Subscribed)
            {
                effects.Add(new SubscriptionEffect.RefuseLate());
            }

            return new SubscriptionDecision(state, effects);
        }

        var next = input switch
        {
            SubscriptionInput.Subscribed subscribed => OnSubscribed(state, subscribed.Expires, now, effects),
            SubscriptionInput.StateChanged => state with { HasNews = true },
            SubscriptionInput.NotifyAnswered(>= 200 and < 300) => OnDelivered(state),
            // RFC 6665 §4.2.2: a subscriber that does not take the NOTIFY is told no more.
            SubscriptionInput.NotifyAnswered or SubscriptionInput.NotifyLost => End(state),
            SubscriptionInput.Woken => now >= state.ExpiresAt ? Leave(state, TimeOver) : state,
            SubscriptionInput.Withdrawn withdrawn => Leave(state, withdrawn.Reason),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input, "An input that no subscription takes."),
        };
        return new SubscriptionDecision(Speak(next, now, effects), effects);
    }

    private static Subscription OnSubscribed(Subscription state, int? expires, DateTimeOffset now, List<SubscriptionEffect> effects)
    {
        if (state.Phase != SubscriptionPhase.Active)
        {
            effects.Add(new SubscriptionEffect.RefuseLate());
            return state;
        }

        if (state.Policy.Grant(expires) is not { } granted)
        {
            // RFC 6665 §4.2.1.1: 423 says the shortest that would do; the subscription stays as it is.
            effects.Add(new SubscriptionEffect.RefuseBrief(state.Policy.MinExpiry));
            return state;
        }

        effects.Add(new SubscriptionEffect.Grant(granted));
        // RFC 6665 §4.2.1.2: each SUBSCRIBE that is accepted is followed by a NOTIFY at once, the one that ends it by the last one.
        var kept = state with { ExpiresAt = now + granted, HasNews = true, IsAsked = true };
        return granted == TimeSpan.Zero ? Leave(kept, TimeOver) : kept;
    }

    private static Subscription OnDelivered(Subscription state) =>
        state.Phase == SubscriptionPhase.Closing ? End(state) : state with { IsNotifying = false };

    private static Subscription Leave(Subscription state, string reason) =>
        state.Phase == SubscriptionPhase.Active ? state with { Phase = SubscriptionPhase.Ending, Reason = reason } : state;

    private static Subscription End(Subscription state) => state with { Phase = SubscriptionPhase.Ended, IsNotifying = false };

    // What is to be said now, and when to come back.
    private static Subscription Speak(Subscription state, DateTimeOffset now, List<SubscriptionEffect> effects)
    {
        switch (state.Phase)
        {
            case SubscriptionPhase.Ended:
                effects.Add(new SubscriptionEffect.End());
                return state;
            case SubscriptionPhase.Ending when !state.IsNotifying:
                effects.Add(new SubscriptionEffect.NotifyEnd(state.Reason));
                return state with { Phase = SubscriptionPhase.Closing, IsNotifying = true, HasNews = false, IsAsked = false };
            case SubscriptionPhase.Active:
                return Tell(state with { Allowance = state.Allowance.Fill(state.Rate, now) }, now, effects);
            default:
                return state;
        }
    }

    private static Subscription Tell(Subscription state, DateTimeOffset now, List<SubscriptionEffect> effects)
    {
        var next = state;
        if (state.HasNews && !state.IsNotifying && (state.IsAsked || state.Allowance.Left > 0))
        {
            effects.Add(new SubscriptionEffect.Notify(state.ExpiresAt - now));
            next = state with { IsNotifying = true, HasNews = false, IsAsked = false, Allowance = state.Allowance.Spend() };
        }

        var newsAt = next.HasNews && !next.IsNotifying ? next.Allowance.NextAt(next.Rate, now) : next.ExpiresAt;
        effects.Add(new SubscriptionEffect.Wake(newsAt < next.ExpiresAt ? newsAt : next.ExpiresAt));
        return next;
    }
}
