using System.Runtime.CompilerServices;

namespace ActorPbx.Pbx.Protection;

/// <summary>From where which account proved itself within the last day: what a phone has earned, no stranger at its side or far away takes from it.</summary>
internal sealed class KnownPhones(int capacity, long lifetime)
{
    private readonly Lock _lock = new();
    private readonly LastUsedTable<long> _pairs = new(capacity);
    private readonly LastUsedTable<long> _sources = new(capacity);

    /// <summary>The account proved itself from there.</summary>
    public void Add(SourceKey source, ulong account, long now)
    {
        lock (_lock)
        {
            _pairs.Touch(source.With(account)) = now;
            _sources.Touch(source.Hash) = now;
        }
    }

    /// <summary>Whether any account proved itself from there.</summary>
    public bool Has(SourceKey source, long now)
    {
        lock (_lock)
        {
            return IsFresh(ref _sources.Find(source.Hash), now);
        }
    }

    /// <summary>Whether this account did.</summary>
    public bool Has(SourceKey source, ulong account, long now)
    {
        lock (_lock)
        {
            return IsFresh(ref _pairs.Find(source.With(account)), now);
        }
    }

    private bool IsFresh(ref long at, long now) => !Unsafe.IsNullRef(ref at) && now - at <= lifetime;
}
