using System.Runtime.CompilerServices;

namespace ActorPbx.Pbx.Protection;

/// <summary>How guessing at passwords is slowed down.</summary>
/// <param name="Free">Wrong passwords of one account from one source that cost nothing: people mistype.</param>
/// <param name="FirstDelay">Milliseconds after the next one; each further one doubles them.</param>
/// <param name="LongestDelay">Milliseconds at the most.</param>
/// <param name="ForgetAfter">Milliseconds without another after which all begins anew.</param>
public sealed record GuessRules(int Free, long FirstDelay, long LongestDelay, long ForgetAfter)
{
    /// <summary>
    /// An account that is guessed at from all over the world is slowed down only so far: whoever comes from somewhere new, on a journey perhaps,
    /// would be locked out by strangers otherwise.
    /// </summary>
    public const long LongestOfAccount = 4_000;

    /// <summary>A source or an account as a whole has so many times the free ones: many people may stand behind it.</summary>
    public const int SharedFactor = 3;

    /// <summary>So long nothing is looked at after this many wrong passwords.</summary>
    public long DelayAfter(int failures, int free, long longest)
    {
        if (failures <= free)
        {
            return 0;
        }

        var doublings = Math.Min(failures - free - 1, 30);
        return Math.Min(FirstDelay << doublings, Math.Min(longest, LongestDelay));
    }
}

/// <summary>What a source has come to with its wrong passwords.</summary>
/// <param name="Failures">How many there were.</param>
/// <param name="Accounts">Of how many accounts.</param>
public readonly record struct GuessCount(int Failures, int Accounts);

/// <summary>
/// Counts wrong passwords by account, by source, and by both together, and says how long nothing more is looked at. Only answers to challenges that reached
/// their source are counted here, so that nobody is held for what another sent in its name.
/// </summary>
internal sealed class GuessLog(GuessRules rules, int capacity)
{
    private readonly Lock _lock = new();
    private readonly LastUsedTable<Record> _pairs = new(capacity);
    private readonly LastUsedTable<Record> _accounts = new(capacity);
    private readonly LastUsedTable<Record> _sources = new(capacity);

    /// <summary>Whether a password is not looked at now, be it right or wrong.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="account">Whose it is.</param>
    /// <param name="isKnown">The account proved itself from there: then only its own wrong passwords from there count.</param>
    /// <param name="now">Milliseconds of a steady clock.</param>
    public bool Holds(SourceKey source, ulong account, bool isKnown, long now)
    {
        lock (_lock)
        {
            return IsHeld(ref _pairs.Find(source.With(account)), now)
                || (!isKnown && (IsHeld(ref _sources.Find(source.Hash), now) || IsHeld(ref _accounts.Find(account), now)));
        }
    }

    /// <summary>A password was wrong.</summary>
    public GuessCount Failed(SourceKey source, ulong account, bool isKnown, long now)
    {
        lock (_lock)
        {
            ref var pair = ref _pairs.Touch(source.With(account));
            var triedAt = pair.Failures == 0 ? long.MinValue : pair.LastAt;
            Count(ref pair, rules.Free, rules.LongestDelay, now);
            if (isKnown)
            {
                return default;
            }

            Count(ref _accounts.Touch(account), rules.Free * GuessRules.SharedFactor, GuessRules.LongestOfAccount, now);
            ref var ofSource = ref _sources.Touch(source.Hash);
            Count(ref ofSource, rules.Free * GuessRules.SharedFactor, rules.LongestDelay, now);
            ofSource.Since = ofSource.Failures == 1 ? now : ofSource.Since;
            ofSource.Accounts += triedAt < ofSource.Since ? 1 : 0;
            return new GuessCount(ofSource.Failures, ofSource.Accounts);
        }
    }

    /// <summary>A password was right: what was mistyped before is forgotten, but not what its source did to other accounts.</summary>
    public void Succeeded(SourceKey source, ulong account)
    {
        lock (_lock)
        {
            if (_pairs.Count > 0)
            {
                _pairs.Remove(source.With(account));
            }
        }
    }

    /// <summary>All is forgiven to a source.</summary>
    public void Forgive(SourceKey source)
    {
        lock (_lock)
        {
            _sources.Remove(source.Hash);
        }
    }

    private static bool IsHeld(ref Record record, long now) => !Unsafe.IsNullRef(ref record) && record.HeldUntil > now;

    private void Count(ref Record record, int free, long longest, long now)
    {
        if (now - record.LastAt > rules.ForgetAfter)
        {
            record = default;
        }

        record.Failures++;
        record.LastAt = now;
        record.HeldUntil = now + rules.DelayAfter(record.Failures, free, longest);
    }

    private struct Record
    {
        public int Failures;
        public long LastAt;
        public long HeldUntil;

        // Of a source: from when on it is counted, and how many accounts it tried since then.
        public long Since;
        public int Accounts;
    }
}
