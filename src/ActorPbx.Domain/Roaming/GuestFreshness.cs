namespace ActorPbx.Domain.Roaming;

/// <summary>How long a branch relies on what the home of a guest told it.</summary>
/// <param name="Fresh">So long it is used without a question.</param>
/// <param name="Usable">So long it is used when the home cannot be asked.</param>
/// <param name="AskPause">After a question without an answer the next one waits so long.</param>
public sealed record GuestTrust(TimeSpan Fresh, TimeSpan Usable, TimeSpan AskPause);

/// <summary>What is done with what a branch remembers of a guest.</summary>
public enum GuestKnowledge
{
    /// <summary>It is used as it is.</summary>
    Good,

    /// <summary>The home is asked first, and when it cannot be asked it is used all the same.</summary>
    Stale,

    /// <summary>It is as if nothing were known.</summary>
    Void,
}

/// <summary>When the home of a guest is asked again.</summary>
public static class GuestFreshness
{
    /// <summary>What a guest's profile is worth.</summary>
    /// <param name="trust">The rules.</param>
    /// <param name="toldAt">When its home told it.</param>
    /// <param name="missedAt">When its home last could not be asked; null: never.</param>
    /// <param name="now">The time.</param>
    public static GuestKnowledge Of(GuestTrust trust, DateTimeOffset toldAt, DateTimeOffset? missedAt, DateTimeOffset now)
    {
        var age = now - toldAt;
        if (age > trust.Usable)
        {
            return GuestKnowledge.Void;
        }

        // A clock that was set back makes nothing fresh.
        if (age >= TimeSpan.Zero && age <= trust.Fresh)
        {
            return GuestKnowledge.Good;
        }

        return missedAt is { } missed && now - missed < trust.AskPause && now >= missed ? GuestKnowledge.Good : GuestKnowledge.Stale;
    }
}
