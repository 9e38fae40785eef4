using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>Session timers (RFC 4028), of each leg by itself: who falls silent in a call is found out, even where no media pass through us.</summary>
internal static class CallSessions
{
    private const string Invite = "INVITE";
    private const string Update = "UPDATE";

    /// <summary>How long a refresh waits for an offer that is open.</summary>
    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan s_longestMargin = TimeSpan.FromSeconds(32);

    /// <summary>An INVITE or UPDATE of a leg succeeded, and said this of its timer.</summary>
    public static void Agreed(CallTurn turn, LegId leg, SessionTerms? terms)
    {
        if (turn.State.Transfer is { } transfer && transfer.Has(leg))
        {
            // It holds from when the leg has the other party.
            turn.State = turn.State with { Transfer = transfer with { Terms = terms } };
            return;
        }

        if (!turn.State.IsTalking(leg))
        {
            return;
        }

        if (terms is null)
        {
            // RFC 4028 §7.2: a 2xx without Session-Expires ends the timer.
            Stop(turn, leg);
            return;
        }

        // RFC 4028 §10: the call is given up a little before the session lapses: a third of the interval, 32 s at most.
        var third = terms.Interval / 3;
        var patience = terms.Interval - (third < s_longestMargin ? third : s_longestMargin);
        Set(turn, leg, new SessionTimer(terms, turn.Now + patience));
        turn.Do(new CallEffect.StartTimer(TimerOf(turn.State, leg), terms.WeRefresh ? terms.Interval / 2 : patience));
    }

    /// <summary>It is time to refresh, or to give up.</summary>
    public static void Elapsed(CallTurn turn, LegId leg)
    {
        if (turn.State.Phase != CallPhase.Connected || Of(turn.State, leg) is not { Refreshing: null } session)
        {
            return;
        }

        // Who refreshes asks at least once: where the clock was set forward meanwhile, or the process stood still, the peer may well be there.
        if (!session.Terms.WeRefresh || (session.IsRefused && turn.Now >= session.LapsesAt))
        {
            CallRelease.Release(turn, Lapsed);
        }
        else if (!session.Terms.ByUpdate && (turn.State.IsJoining || IsOffering(turn.State) || turn.State.Caller == CallerPhase.Answered || turn.State.Exchanges.Any(exchange => exchange.Offers)))
        {
            // RFC 3261 §14.1: no offer while another is open. That one, when it succeeds, refreshes as well.
            Again(turn, leg, session, s_busy);
        }
        else
        {
            Refresh(turn, leg, session);
        }
    }

    /// <summary>A refresh of ours got its final response.</summary>
    public static void RefreshAnswered(CallTurn turn, CallInput.RefreshAnswered answered)
    {
        if (!turn.State.IsTalking(answered.Leg) || Of(turn.State, answered.Leg) is not { Refreshing: { } method } session)
        {
            return;
        }

        session = session with { Refreshing = null, IsRefused = !answered.Code.IsSuccess };
        Set(turn, answered.Leg, session);
        if (answered.Code == ResponseCode.NoSuchDialog || (answered.Code == ResponseCode.Timeout && !IsLink(turn.State, answered.Leg)))
        {
            // RFC 4028 §10: the peer is gone. Own choice: behind a link it may be the line that is, for a while, and the call outlives that while its session does.
            CallRelease.Release(turn, Lapsed);
        }
        else if (method == Update && answered.Code.Value is 405 or 501)
        {
            Refresh(turn, answered.Leg, session with { Terms = session.Terms with { ByUpdate = false } });
        }
        else if (!answered.Code.IsSuccess)
        {
            // RFC 4028 §10: tried again as long as the session lives; after 491 by the back-off of RFC 3261 §14.1.
            Again(turn, answered.Leg, session, answered.Again);
        }
    }

    /// <summary>True while a refresh of ours has an offer open: no other may cross it.</summary>
    public static bool IsOffering(CallState state) => state.CallerSession?.Refreshing == Invite || state.CalledSession?.Refreshing == Invite;

    /// <summary>The call is over.</summary>
    public static void StopAll(CallTurn turn)
    {
        Stop(turn, turn.State.CallerSide);
        Stop(turn, turn.State.Connected);
    }

    private static Release Lapsed => new(CallOutcome.Answered, ResponseCode.Ok, Cause.TimerExpiry, ReleasedBy.Exchange);

    private static void Refresh(CallTurn turn, LegId leg, SessionTimer session)
    {
        var method = session.Terms.ByUpdate ? Update : Invite;
        Set(turn, leg, session with { Refreshing = method });
        turn.Do(new CallEffect.RefreshSession(leg, method));
    }

    private static void Again(CallTurn turn, LegId leg, SessionTimer session, TimeSpan after)
    {
        var left = session.LapsesAt - turn.Now;
        if (left < TimeSpan.Zero)
        {
            left = session.IsRefused ? TimeSpan.Zero : after;
        }

        turn.Do(new CallEffect.StartTimer(TimerOf(turn.State, leg), after < left ? after : left));
    }

    /// <summary>The leg is out of the call.</summary>
    public static void Stop(CallTurn turn, LegId leg)
    {
        if (Of(turn.State, leg) is not null)
        {
            Set(turn, leg, null);
            turn.Do(new CallEffect.StopTimer(TimerOf(turn.State, leg)));
        }
    }

    private static bool IsLink(CallState state, LegId leg) =>
        (leg.IsCaller ? state.Parties.CallerKind : state.Device(leg)?.Kind) == PartyKind.Link;

    private static SessionTimer? Of(CallState state, LegId leg) => leg == state.CallerSide ? state.CallerSession : state.CalledSession;

    private static void Set(CallTurn turn, LegId leg, SessionTimer? session) =>
        turn.State = leg == turn.State.CallerSide ? turn.State with { CallerSession = session } : turn.State with { CalledSession = session };

    private static CallTimer TimerOf(CallState state, LegId leg) => leg == state.CallerSide ? CallTimer.CallerSession : CallTimer.CalledSession;
}
