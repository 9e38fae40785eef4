using System.Collections.Immutable;
using System.Net;
using ActorPbx.Pbx.Records;

namespace ActorPbx.Pbx.Protection;

/// <summary>A source that is ignored for a while.</summary>
/// <param name="Source">The address, or the IPv6 network, as text.</param>
/// <param name="Reason">What it did, in a few words.</param>
/// <param name="Since">From when.</param>
/// <param name="Until">To when.</param>
/// <param name="Times">The how-manieth time it is.</param>
public sealed record Ban(string Source, string Reason, DateTimeOffset Since, DateTimeOffset Until, int Times);

/// <summary>
/// Sources that are ignored for a while, each time twice as long. Bounded: a full list gives up the ban that would end first. Nothing gets here that a
/// third party can forge.
/// </summary>
/// <param name="first">How long the first time.</param>
/// <param name="longest">How long at the most.</param>
/// <param name="capacity">How many at once.</param>
/// <param name="clock">The time.</param>
/// <param name="keep">Who keeps the list over a restart; null for nobody.</param>
public sealed class BanList(TimeSpan first, TimeSpan longest, int capacity, TimeProvider clock, Action<StoreCommand>? keep = null)
{
    private const int MaxDoublings = 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, Ban> _bans = [];
    private readonly LastUsedTable<int> _times = new(Math.Max(capacity, 1) * 4);
    private volatile int _count;

    /// <summary>How many there are, those included that are over and not yet looked at again.</summary>
    public int Count => _count;

    /// <summary>The bans in force, by their source.</summary>
    public ImmutableArray<Ban> All
    {
        get
        {
            lock (_lock)
            {
                Forget(ban => ban.Until <= clock.GetUtcNow());
                return [.. _bans.Values.OrderBy(ban => ban.Source, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Whether the source is ignored now.</summary>
    public bool Holds(SourceKey source)
    {
        if (_count == 0)
        {
            return false;
        }

        lock (_lock)
        {
            if (!_bans.TryGetValue(source.Hash, out var ban))
            {
                return false;
            }

            if (ban.Until > clock.GetUtcNow())
            {
                return true;
            }

            Remove(source.Hash);
            return false;
        }
    }

    /// <summary>Ignores a source from now on; one that is ignored already stays so.</summary>
    /// <returns>The ban, when it is new.</returns>
    public Ban? Add(IPAddress address, string reason)
    {
        var source = SourceKey.Of(address);
        lock (_lock)
        {
            if (capacity == 0 || Holds(source))
            {
                return null;
            }

            var now = clock.GetUtcNow();
            var times = ++_times.Touch(source.Hash);
            var ban = new Ban(SourceKey.TextOf(address), reason, now, now + TimeOf(times), times);
            Put(source.Hash, ban);
            keep?.Invoke(new KeepBan(ban));
            return ban;
        }
    }

    /// <summary>A ban of before the node started goes on, and the next one of its source will be longer.</summary>
    public void Restore(Ban ban)
    {
        if (!SourceKey.TryParse(ban.Source, out var source))
        {
            return;
        }

        lock (_lock)
        {
            if (capacity > 0 && ban.Until > clock.GetUtcNow() && !Holds(source))
            {
                _times.Touch(source.Hash) = ban.Times;
                Put(source.Hash, ban);
            }
        }
    }

    /// <summary>Ends the ban of a source, and forgets that there was one; without a source, all.</summary>
    /// <returns>How many bans ended.</returns>
    public int Clear(IPAddress? address = null)
    {
        lock (_lock)
        {
            var before = _bans.Count;
            foreach (var key in address is null ? [.. _bans.Keys] : (ulong[])[SourceKey.Of(address).Hash])
            {
                Remove(key);
                _times.Remove(key);
            }

            return before - _bans.Count;
        }
    }

    private TimeSpan TimeOf(int times)
    {
        var time = first * (1L << Math.Min(times - 1, MaxDoublings));
        return time < longest ? time : longest;
    }

    private void Forget(Func<Ban, bool> isOver)
    {
        foreach (var key in _bans.Where(pair => isOver(pair.Value)).Select(pair => pair.Key).ToArray())
        {
            Remove(key);
        }
    }

    private void Put(ulong key, Ban ban)
    {
        if (_bans.Count >= capacity)
        {
            Remove(_bans.MinBy(pair => pair.Value.Until).Key);
        }

        _bans[key] = ban;
        _count = _bans.Count;
    }

    private void Remove(ulong key)
    {
        if (_bans.Remove(key, out var ban))
        {
            keep?.Invoke(new ForgetBan(ban.Source));
        }

        _count = _bans.Count;
    }
}
