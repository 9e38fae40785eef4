using System.Net;
using ActorPbx.Domain;
using ActorPbx.Pbx.Records;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Protection;

/// <summary>What the guard says of a new request before anybody looks at it.</summary>
public enum GuardWord
{
    /// <summary>It is looked at.</summary>
    Pass,

    /// <summary>Its source sends too much.</summary>
    TooMany,

    /// <summary>Its source is ignored for a while.</summary>
    Banned,

    /// <summary>It says that an attack tool sent it.</summary>
    Scanner,
}

/// <summary>
/// Stands between the network and the gateway: how much each source may send, who is ignored, how fast passwords may be guessed. Everything that it
/// remembers is bounded. What over UDP anybody can forge, a source's address without an answer to a challenge, costs that source requests and never a ban.
/// </summary>
public sealed class Guard
{
    private const int MaxSources = 65_536;
    private const int MaxKnown = 131_072;
    private const int MaxGuessers = 65_536;
    private static readonly TimeSpan s_knownFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_forgetGuessesAfter = TimeSpan.FromHours(1);

    private readonly ProtectionSettings _settings;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly SourceLimits _limits;
    private readonly KnownPhones _known = new(MaxKnown, (long)s_knownFor.TotalMilliseconds);
    private readonly GuessLog _guesses;
    private readonly ScannerAgents _agents;
    private readonly UnansweredCalls _unanswered;

    /// <summary>A guard by its settings.</summary>
    /// <param name="settings">What it goes by.</param>
    /// <param name="log">Where events are written.</param>
    /// <param name="clock">The time.</param>
    /// <param name="keep">Who keeps the bans over a restart; null for nobody.</param>
    public Guard(ProtectionSettings settings, SecurityLog log, TimeProvider clock, Action<StoreCommand>? keep = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        (_settings, _clock, Log, _start) = (settings, clock, log, clock.GetTimestamp());
        _limits = new SourceLimits(
            new SourceRates(
                new RateLimit(settings.StrangerRate, settings.StrangerBurst), new RateLimit(settings.StrangersRate, settings.StrangersBurst),
                new RateLimit(settings.KnownRate, settings.KnownBurst)),
            MaxSources);
        _guesses = new GuessLog(
            new GuessRules(
                settings.FreeGuesses, (long)settings.FirstDelay.TotalMilliseconds, (long)settings.LongestDelay.TotalMilliseconds,
                (long)s_forgetGuessesAfter.TotalMilliseconds),
            MaxGuessers);
        _agents = new ScannerAgents(settings.ScannerAgents);
        _unanswered = new UnansweredCalls(settings.MaxUnanswered);
        Bans = new BanList(settings.BanTime, settings.LongestBan, settings.MaxBans, clock, keep);
    }

    /// <summary>Who is ignored.</summary>
    public BanList Bans { get; }

    /// <summary>Where events are written.</summary>
    public SecurityLog Log { get; }

    private long Now => (long)_clock.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>Whether nothing from there need even be read: a source is ignored and no phone of ours is behind it.</summary>
    public bool Shuns(IPAddress source)
    {
        if (Bans.Count == 0)
        {
            return false;
        }

        var key = SourceKey.Of(source);
        return Bans.Holds(key) && !_known.Has(key, Now);
    }

    /// <summary>What to do with a new request from a source.</summary>
    /// <param name="request">The request.</param>
    /// <param name="flow">How it came.</param>
    public GuardWord Look(SipRequest request, SipFlow flow)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(flow);
        var address = flow.Remote.Address;
        var (source, now) = (SourceKey.Of(address), Now);
        var isKnown = _known.Has(source, now);
        if (Bans.Holds(source))
        {
            return GuardWord.Banned;
        }

        if (!_limits.TryAdmit(source, isKnown, now))
        {
            return IsNeverLimited(address) ? GuardWord.Pass : GuardWord.TooMany;
        }

        return !request.Headers.Contains(HeaderName.Authorization) && _agents.Sent(request) ? GuardWord.Scanner : GuardWord.Pass;
    }

    /// <summary>Whether the account proved itself from there within the last day; what others do at its side is not laid to its charge.</summary>
    public bool Knows(DomainName domain, string user, IPAddress address) =>
        _known.Has(SourceKey.Of(address), SourceKey.AccountOf(domain, user), Now);

    /// <summary>Whether a request that was one too many is looked at after all, because it answers a challenge.</summary>
    public bool PassesProven(SipFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return _limits.TryAdmitProven(SourceKey.Of(flow.Remote.Address), Now);
    }

    /// <summary>A request was dropped; the log says so, once a minute for each source.</summary>
    public void NoteDropped(SipRequest request, SipFlow flow, GuardWord word)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(flow);
        var address = flow.Remote.Address;
        var (source, now) = (SourceKey.Of(address), Now);
        if (word is not (GuardWord.TooMany or GuardWord.Scanner) || !_limits.IsWorthNoting(source, now))
        {
            return;
        }

        var isProven = flow.Transport != SipTransport.Udp;
        if (word == GuardWord.Scanner)
        {
            Log.Scanner(address, isProven, request.Headers.Get(HeaderName.UserAgent) ?? "");
        }
        else
        {
            Log.TooMany(address, isProven, _known.Has(source, now));
        }
    }

    /// <summary>Whether the account's password is not looked at now, because too many wrong ones came; what is answered must not show it.</summary>
    public bool Holds(DomainName domain, string user, IPAddress address)
    {
        var (source, account, now) = (SourceKey.Of(address), SourceKey.AccountOf(domain, user), Now);
        return _guesses.Holds(source, account, _known.Has(source, account, now), now);
    }

    /// <summary>An account proved itself.</summary>
    public void Succeeded(DomainName domain, string user, IPAddress address)
    {
        var (source, account) = (SourceKey.Of(address), SourceKey.AccountOf(domain, user));
        _known.Add(source, account, Now);
        _guesses.Succeeded(source, account);
    }

    /// <summary>A wrong password came, in answer to a challenge that its source was sent.</summary>
    /// <param name="domain">The virtual PBX.</param>
    /// <param name="user">The account as the credentials name it.</param>
    /// <param name="address">The source.</param>
    /// <param name="exists">Whether there is such an account.</param>
    public void Failed(DomainName domain, string user, IPAddress address, bool exists)
    {
        var (source, account, now) = (SourceKey.Of(address), SourceKey.AccountOf(domain, user), Now);
        var isKnown = _known.Has(source, account, now);
        var count = _guesses.Failed(source, account, isKnown, now);
        Log.WrongCredentials(address, user, domain.Value, exists, isKnown);
        if (ReasonOf(count) is not { } reason || IsNeverLimited(address) || Bans.Add(address, reason) is not { } ban)
        {
            return;
        }

        _guesses.Forgive(source);
        Log.Banned(address, ban);
    }

    /// <summary>
    /// Whether an extension's call may begin, or its source has too many already that nobody answered. It counts until the INVITE is answered or refused.
    /// </summary>
    public bool TryBeginCall(ServerTransaction invite, string user)
    {
        ArgumentNullException.ThrowIfNull(invite);
        var address = invite.Flow.Remote.Address;
        var source = SourceKey.Of(address);
        if (!_unanswered.TryBegin(source))
        {
            if (!IsNeverLimited(address))
            {
                Log.Refused("too-many-unanswered", address, user, "calls that nobody answered yet");
                return false;
            }

            return true;
        }

        invite.Settled = () => _unanswered.End(source);
        return true;
    }

    private string? ReasonOf(GuessCount count) =>
        _settings.BanAfterAccounts > 0 && count.Accounts >= _settings.BanAfterAccounts ? $"wrong passwords of {count.Accounts} accounts"
        : _settings.BanAfterGuesses > 0 && count.Failures >= _settings.BanAfterGuesses ? $"{count.Failures} wrong passwords"
        : null;

    private bool IsNeverLimited(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in _settings.NeverLimited)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
