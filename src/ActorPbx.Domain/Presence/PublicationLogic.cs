using System.Collections.Immutable;
using ActorPbx.Domain.Subscriptions;

namespace ActorPbx.Domain.Presence;

/// <summary>What a PUBLISH asks for.</summary>
/// <param name="IfMatch">The publication that it is about; null for a new one.</param>
/// <param name="Expires">Seconds; null: it names none.</param>
/// <param name="Presence">What it says; null for a refresh.</param>
public sealed record PublishRequest(string? IfMatch, int? Expires, PublishedPresence? Presence);

/// <summary>The rules of RFC 3903 §6 for the publications of one number.</summary>
public static class PublicationLogic
{
    /// <summary>Most publications of one number: one for each of its phones, and some that phones forgot.</summary>
    public const int MaxPerNumber = 10;

    /// <summary>What a PUBLISH comes to.</summary>
    /// <param name="all">The publications of the number.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="policy">How long publications may hold.</param>
    /// <param name="tag">An entity-tag that was never used.</param>
    /// <param name="now">The time.</param>
    public static PublishDecision Publish(ImmutableArray<Publication> all, PublishRequest request, SubscriptionPolicy policy, string tag, DateTimeOffset now)
    {
        var living = Living(all, now);
        var before = request.IfMatch is null ? null : living.FirstOrDefault(publication => publication.Tag == request.IfMatch);
        if (request.IfMatch is not null && before is null)
        {
            // RFC 3903 §6 step 3: what it would change is gone; the phone publishes all anew.
            return new PublishDecision.NoSuchTag();
        }

        if (policy.Grant(request.Expires) is not { } granted)
        {
            return new PublishDecision.TooBrief(policy.MinExpiry);
        }

        if ((request.Presence ?? before?.Presence) is not { } presence)
        {
            return new PublishDecision.SaysNothing();
        }

        var others = before is null ? living : living.Remove(before);
        if (granted == TimeSpan.Zero)
        {
            return new PublishDecision.Accepted(others, tag, granted);
        }

        return others.Length >= MaxPerNumber
            ? new PublishDecision.TooMany()
            : new PublishDecision.Accepted(others.Add(new Publication(tag, now + granted, presence)), tag, granted);
    }

    /// <summary>Those that still hold.</summary>
    public static ImmutableArray<Publication> Living(ImmutableArray<Publication> all, DateTimeOffset now) => all.RemoveAll(publication => publication.ExpiresAt <= now);

    /// <summary>When the next one ends; null when there is none.</summary>
    public static DateTimeOffset? NextEnd(ImmutableArray<Publication> all) => all.IsEmpty ? null : all.Min(publication => publication.ExpiresAt);
}
