using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Sessions;

/// <summary>How this side wants session timers (RFC 4028), and what it answers to a peer that wants them. Pure.</summary>
/// <param name="IsOn">False: no session timer is offered or agreed to.</param>
/// <param name="Interval">The interval that this side proposes, and the longest that it agrees to.</param>
/// <param name="Minimum">The shortest that it agrees to.</param>
public sealed record SessionTimerRules(bool IsOn, TimeSpan Interval, TimeSpan Minimum)
{
    /// <summary>The option tag (RFC 4028 §3).</summary>
    public const string Option = "timer";

    /// <summary>RFC 4028 §5: no smaller minimum may be named, and it holds where none is.</summary>
    public static readonly TimeSpan SmallestMinimum = TimeSpan.FromSeconds(90);

    /// <summary>On, half an hour as RFC 4028 §4 recommends, 90 seconds at the least.</summary>
    public static SessionTimerRules Default { get; } = new(true, TimeSpan.FromMinutes(30), SmallestMinimum);

    /// <summary>The 422 for a request whose interval is too small; null when nothing is to be said against it.</summary>
    public SipResponse? Refusal(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        // RFC 4028 §9: only who knows session timers can make use of a 422.
        if (!IsOn || SessionExpires.In(request) is not { } asked || asked.Interval >= Minimum || !Knows(request)) return null;
        var refusal = SipResponse.For(request, 422);
        refusal.Headers.Add(HeaderName.MinSE, SessionExpires.Text(Minimum));
        return refusal;
    }

    /// <summary>What a 2xx to this request says; null for no session timer.</summary>
    public SessionExpires? AnswerTo(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = SessionExpires.In(request);
        var knows = Knows(request);
        // A peer that neither knows timers nor has a proxy that asks for one is left without (RFC 4028 §9 leaves it to us).
        if (!IsOn || !knows && asked is null) return null;
        var floor = Longer(Minimum, SessionExpires.MinimumIn(request) ?? default);
        var longest = Longer(Interval, floor);
        // RFC 4028 §9: the interval may be shortened, not below Min-SE, and never made longer.
        var interval = asked is { } value && value.Interval < longest ? value.Interval : longest;
        // RFC 4028 §9 table 2. Where the choice is ours the peer refreshes: that also keeps its way through a NAT open.
        var refresher = !knows ? Refresher.Uas : asked is { Refresher: Refresher.Uas } ? Refresher.Uas : Refresher.Uac;
        return new SessionExpires(interval, refresher);
    }

    /// <summary>Writes the answer into a 2xx.</summary>
    public static void Write(SessionExpires answer, SipRequest request, SipResponse success)
    {
        ArgumentNullException.ThrowIfNull(success);
        success.Headers.Add(HeaderName.SessionExpires, answer.ToString());
        success.Headers.Add(HeaderName.Supported, Option);
        // RFC 4028 §9: the peer must know that it is to refresh, or to expect refreshes.
        if (Knows(request)) success.Headers.Add(HeaderName.Require, Option);
    }

    /// <summary>Writes what this side wants into a request of its own.</summary>
    /// <param name="request">An INVITE or UPDATE.</param>
    /// <param name="wanted">The interval and who refreshes; null only to show that timers are known.</param>
    /// <param name="floor">The shortest interval that was heard of on the way.</param>
    public static void Write(SipRequest request, SessionExpires? wanted, TimeSpan floor)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Add(HeaderName.Supported, Option);
        if (wanted is not { } session) return;
        request.Headers.Add(HeaderName.SessionExpires, session.ToString());
        if (floor > SmallestMinimum) request.Headers.Add(HeaderName.MinSE, SessionExpires.Text(floor));
    }

    private static bool Knows(SipRequest request) =>
        request.HasOption(HeaderName.Supported, Option) || request.HasOption(HeaderName.Require, Option);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
