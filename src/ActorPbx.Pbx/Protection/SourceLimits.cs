namespace ActorPbx.Pbx.Protection;

/// <summary>How many new requests sources may send.</summary>
/// <param name="Stranger">Each source of which no phone has proven itself.</param>
/// <param name="Strangers">All of these together.</param>
/// <param name="Known">Each source of which a phone has proven itself.</param>
public sealed record SourceRates(RateLimit Stranger, RateLimit Strangers, RateLimit Known);

/// <summary>Counts the new requests of each source, and those of all strangers together. Over UDP a source may be forged, so too much is dropped and nothing more comes of it.</summary>
public sealed class SourceLimits(SourceRates rates, int capacity)
{
    private const long NoteAgainAfter = 60_000;

    private readonly Lock _lock = new();
    private readonly LastUsedTable<Entry> _sources = new(capacity);
    private TokenBucket _strangers;

    /// <summary>How many sources are counted now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _sources.Count;
            }
        }
    }

    /// <summary>Whether one more new request of the source is looked at.</summary>
    /// <param name="source">Where it came from.</param>
    /// <param name="isKnown">Whether a phone has proven itself from there.</param>
    /// <param name="now">Milliseconds of a steady clock.</param>
    public bool TryAdmit(SourceKey source, bool isKnown, long now)
    {
        lock (_lock)
        {
            ref var entry = ref _sources.Touch(source.Hash);
            // Known sources do not share the strangers' bucket: a flood of others does not take their turn.
            return isKnown
                ? entry.Requests.TryTake(rates.Known, now)
                : entry.Requests.TryTake(rates.Stranger, now) && _strangers.TryTake(rates.Strangers, now);
        }
    }

    /// <summary>Whether one more request is looked at that answers a challenge which its source was sent: nobody who forges the source has such an answer.</summary>
    public bool TryAdmitProven(SourceKey source, long now)
    {
        lock (_lock)
        {
            return _sources.Touch(source.Hash).Proven.TryTake(rates.Known, now);
        }
    }

    /// <summary>Whether it is time to say that the source sends too much: once a minute.</summary>
    public bool IsWorthNoting(SourceKey source, long now)
    {
        lock (_lock)
        {
            ref var entry = ref _sources.Touch(source.Hash);
            if (entry.NotedAt != 0 && now - entry.NotedAt < NoteAgainAfter)
            {
                return false;
            }

            entry.NotedAt = Math.Max(1, now);
            return true;
        }
    }

    private struct Entry
    {
        public TokenBucket Requests;
        public TokenBucket Proven;
        public long NotedAt;
    }
}
