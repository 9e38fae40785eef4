using System.Collections.Immutable;

namespace ActorPbx.Domain.Presence;

/// <summary>What a phone says of its user.</summary>
/// <param name="Elements">Parts of a presence document, ready to be put into another one.</param>
/// <param name="HasPerson">It says something of the person, not only of the phone.</param>
public sealed record PublishedPresence(ImmutableArray<string> Elements, bool HasPerson)
{
    /// <inheritdoc/>
    public bool Equals(PublishedPresence? other) => other is not null && HasPerson == other.HasPerson && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(HasPerson, Elements.Length);
}

/// <summary>A publication that holds until it expires (RFC 3903): soft state of one phone.</summary>
/// <param name="Tag">Its entity-tag; another one after each change and refresh.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Presence">What it says.</param>
public sealed record Publication(string Tag, DateTimeOffset ExpiresAt, PublishedPresence Presence);

/// <summary>What a PUBLISH comes to.</summary>
public abstract record PublishDecision
{
    private PublishDecision()
    {
    }

    /// <summary>200.</summary>
    /// <param name="Publications">All of the number from now on.</param>
    /// <param name="Tag">The entity-tag that the next PUBLISH names.</param>
    /// <param name="Expires">How long it holds.</param>
    public sealed record Accepted(ImmutableArray<Publication> Publications, string Tag, TimeSpan Expires) : PublishDecision;

    /// <summary>412: the publication that it is about is no more.</summary>
    public sealed record NoSuchTag : PublishDecision;

    /// <summary>423.</summary>
    public sealed record TooBrief(TimeSpan MinExpiry) : PublishDecision;

    /// <summary>400: it publishes nothing, and refreshes nothing.</summary>
    public sealed record SaysNothing : PublishDecision;

    /// <summary>403: the number has enough.</summary>
    public sealed record TooMany : PublishDecision;
}
