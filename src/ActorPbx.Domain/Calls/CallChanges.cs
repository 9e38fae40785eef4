namespace ActorPbx.Domain.Calls;

/// <summary>
/// Sessions that drifted apart: a leg described its own anew in an answer that passes to nobody (to a refresh of ours; or with its 200 otherwise than in the ringing that a reliable
/// caller has confirmed). The other leg is told by an INVITE of ours.
/// </summary>
internal static class CallChanges
{
    /// <summary>How long it waits for an offer that is open.</summary>
    private static readonly TimeSpan s_busy = TimeSpan.FromSeconds(2);

    /// <summary>The other leg knows less of this leg's session than it should.</summary>
    public static void Changed(CallTurn turn, LegId leg)
    {
        var state = turn.State;
        if (!state.IsTalking(leg))
        {
            return;
        }

        if (state.Caller == CallerPhase.Answered || state.IsJoining || CallSessions.IsOffering(state) || state.Exchanges.Any(exchange => exchange.Offers))
        {
            // RFC 3261 §14.1: no offer while another is open. That one, when it succeeds, may have told it.
            Wait(turn, leg, s_busy);
            return;
        }

        var to = state.PartnerOf(leg);
        turn.AddExchange(new Exchange(ExchangeId.Change, leg, to, "INVITE", Offers: true, LateOffer: false, Answered: false));
        turn.Do(new CallEffect.OfferChange(to));
    }

    /// <summary>The INVITE of ours got its final response. Nobody asked, so nobody is told; what was refused stays as it was.</summary>
    public static void Answered(CallTurn turn, Exchange change, ResponseCode code, TimeSpan again)
    {
        if (code == ResponseCode.Pending && turn.State.Phase == CallPhase.Connected)
        {
            Wait(turn, change.From, again);
        }
    }

    /// <summary>It is time to try again.</summary>
    public static void Elapsed(CallTurn turn)
    {
        if (turn.State.Changed is { } leg)
        {
            turn.State = turn.State with { Changed = null };
            Changed(turn, leg);
        }
    }

    /// <summary>The call is over.</summary>
    public static void Stop(CallTurn turn)
    {
        if (turn.State.Changed is not null)
        {
            turn.State = turn.State with { Changed = null };
            turn.Do(new CallEffect.StopTimer(CallTimer.Change));
        }
    }

    private static void Wait(CallTurn turn, LegId leg, TimeSpan time)
    {
        turn.State = turn.State with { Changed = leg };
        turn.Do(new CallEffect.StartTimer(CallTimer.Change, time));
    }
}
