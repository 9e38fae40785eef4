namespace ActorPbx.Sip.Proxying;

/// <summary>The times of the next hop that was tried last: how long it may be silent, and timer C once it has been heard. Milliseconds of the wheel's clock.</summary>
internal struct HopPatience
{
    private const long Never = long.MaxValue;
    private const long Look = 250;
    private const long Return = 32_000;

    private long _silentUntil;
    private long _giveUpAt;
    private long _lastChance;
    private long _timerC;

    /// <summary>Whether the hop has said anything.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>When to look again; null when there is nothing to wait for.</summary>
    public readonly long? Due => Math.Min(_silentUntil, _timerC) is var due and not Never ? due : null;

    /// <summary>A hop is tried whose answers take so long on their way, and which may be silent so long. Only an INVITE is waited for here: anything else has its timer F.</summary>
    public void Begin(long now, ProxyOptions options, TimeSpan longest, bool isInvite, TimeSpan roundTrip)
    {
        var farther = (long)roundTrip.TotalMilliseconds;
        IsHeard = false;
        _timerC = Never;
        _silentUntil = isInvite ? now + (long)options.Silence.TotalMilliseconds + farther : Never;
        _giveUpAt = longest == TimeSpan.Zero ? Never : now + (long)longest.TotalMilliseconds + (2 * farther);
        if (_lastChance == 0 && options.Patience > TimeSpan.Zero) _lastChance = now + (long)options.Patience.TotalMilliseconds + (2 * farther);
    }

    /// <summary>The hop gave a provisional response. RFC 3261 §16.7 item 2: each one but 100 sets timer C anew.</summary>
    public void Hear(long now, int status, bool isLatest, TimeSpan timerC)
    {
        IsHeard |= isLatest;
        if (status > 100 || _timerC is Never or 0) _timerC = now + (long)timerC.TotalMilliseconds;
    }

    /// <summary>Whether the silence has lasted too long; told once.</summary>
    public bool TakeSilence(long now)
    {
        if (_silentUntil > now) return false;
        _silentUntil = Never;
        return !IsHeard;
    }

    /// <summary>Whether timer C has run out; told once.</summary>
    public bool TakeTimerC(long now)
    {
        if (_timerC > now) return false;
        _timerC = Never;
        return true;
    }

    /// <summary>There is no other hop now: this one may be silent longer. False when that is over as well.</summary>
    public bool TryWaitOn(long now)
    {
        if (_giveUpAt <= now) return false;
        _silentUntil = _giveUpAt is Never ? Never : Math.Min(now + Look, _giveUpAt);
        return true;
    }

    /// <summary>A hop that was heard is lost: from now on it may take 32 s (64·T1) until it is back.</summary>
    public void Prolong(long now) => _lastChance = now + Return;

    /// <summary>No hop could be reached, but one may be back soon. False when that was waited for long enough, or nobody waits.</summary>
    public bool TryAwaitReturn(long now)
    {
        if (_lastChance <= now) return false;
        (IsHeard, _silentUntil) = (false, now + Look);
        return true;
    }
}
