using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Proxying;

/// <summary>Which of several refusals the caller is told (RFC 3261 §16.7 item 6). Pure.</summary>
public static class ResponseChoice
{
    private const int Worst = 1_000;

    /// <summary>The better one; the first when they are equal.</summary>
    public static SipResponse Better(SipResponse? one, SipResponse other) => one is not null && Rank(one.StatusCode) <= Rank(other.StatusCode) ? one : other;

    /// <summary>
    /// Lower is better: 6xx before all, then the lowest class; among 4xx those that the caller can do something about; last what only says that one hop
    /// did not serve.
    /// </summary>
    public static int Rank(int status) => status switch
    {
        >= 600 => 0,
        503 => Worst,
        408 or 482 or 487 => Worst - 1,
        401 or 407 or 415 or 420 or 484 => 399,
        _ => status / 100 * 100,
    };

    /// <summary>
    /// RFC 3261 §16.7 item 6: a 503 speaks of one server. The caller would take it for this proxy's and turn away, so it becomes 500, with its reasons.
    /// </summary>
    public static SipResponse Tellable(SipRequest received, SipResponse best)
    {
        if (best.StatusCode != 503) return best;
        SipResponse instead = SipResponse.For(received, 500);
        if (best.Headers.Get(HeaderName.To) is { } to) instead.Headers.Set(HeaderName.To, to);
        instead.Headers.CopyFrom(best, HeaderName.Reason);
        instead.Headers.CopyFrom(best, HeaderName.Warning);
        return instead;
    }
}
