using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// Gives a leg to another call (REFER with Replaces, RFC 3891 and 5589 §7). In two steps, so that a failure leaves both calls as they were: the leg is asked for an offer by a re-INVITE
/// without one; with the other call's answer it goes over, without it the offer is answered as the leg was told before.
/// </summary>
internal static class CallLending
{
    /// <summary>Another call wants the partner of this leg.</summary>
    public static void Asked(CallTurn turn, CallInput.LegWanted wanted)
    {
        var state = turn.State;
        if (Rings(state, wanted))
        {
            turn.State = state with { Lending = new Lending(wanted.Replaced, default, Awaited: true) };
            turn.Do(new CallEffect.PromiseLeg());
        }
        else if (!state.IsTalking(wanted.Replaced) || state.NumberOf(wanted.Replaced).Number != wanted.Number)
        {
            // RFC 3891 §3: no such dialog, or none that this number may replace.
            turn.Do(new CallEffect.RefuseLeg(ResponseCode.NoSuchDialog));
        }
        else if (state.Transfer is not null || state.Lending is not null || state.Newcomer is not null || state.Caller == CallerPhase.Answered || IsOffering(state))
        {
            turn.Do(new CallEffect.RefuseLeg(ResponseCode.Pending));
        }
        else
        {
            var given = state.PartnerOf(wanted.Replaced);
            turn.State = state with { Lending = new Lending(wanted.Replaced, given) };
            turn.Do(new CallEffect.AskOffer(given));
        }
    }

    /// <summary>The call is answered: who answered is wanted, as soon as nothing else is under way.</summary>
    public static void CalleeIsThere(CallTurn turn)
    {
        if (turn.State is { Lending: { Awaited: true } lending, Caller: CallerPhase.Confirmed or CallerPhase.Ended, Phase: CallPhase.Connected, Connected: var given })
        {
            turn.State = turn.State with { Lending = lending with { Given = given, Awaited = false } };
            turn.Do(new CallEffect.AskOffer(given));
        }
    }

    /// <summary>The leg answered our re-INVITE.</summary>
    public static void Answered(CallTurn turn, CallInput.JoinAnswered answered)
    {
        if (turn.State.Lending is not { Offered: false, Awaited: false } lending)
        {
            return;
        }

        if (answered.Code.IsSuccess && answered.HasSession)
        {
            turn.State = turn.State with { Lending = lending with { Offered = true } };
            turn.Do(new CallEffect.LendLeg(lending.Given));
            return;
        }

        turn.Do(new CallEffect.RefuseLeg(answered.Code.IsSuccess ? ResponseCode.NotAcceptable : answered.Code));
        Keep(turn, lending);
    }

    /// <summary>The other call has an answer for the leg, and has it from now on. This one ends.</summary>
    public static void Taken(CallTurn turn)
    {
        if (turn.State.Lending is not { Offered: true } lending)
        {
            return;
        }

        var session = lending.Given == turn.State.CallerSide ? turn.State.CallerSession : turn.State.CalledSession;
        turn.Do(new CallEffect.GiveLeg(lending.Given, session?.Terms));
        turn.State = turn.State with { Lending = null };
        var by = lending.Replaced == turn.State.CallerSide ? ReleasedBy.Caller : ReleasedBy.Called;
        CallJoining.End(turn, lending.Given, hangUp: false);
        CallRelease.Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.NormalClearing, by));
    }

    /// <summary>The other call does without the leg.</summary>
    public static void Returned(CallTurn turn)
    {
        if (turn.State.Lending is { Offered: true } lending)
        {
            turn.Do(new CallEffect.SettleLeg(lending.Given));
            Keep(turn, lending);
        }
        else if (turn.State.Lending is { Awaited: true } awaited)
        {
            Keep(turn, awaited);
        }
    }

    /// <summary>The caller gives up a call that rings; true when it goes on all the same, for the party that was sent on to it.</summary>
    public static bool OutlivesCancel(CallTurn turn)
    {
        if (turn.State.Lending is not { Awaited: true } lending || !CanGoOnAlone(turn.State))
        {
            return false;
        }

        turn.State = turn.State with { Caller = CallerPhase.Ended, Lending = lending with { ReplacedIsGone = true } };
        turn.Do(new CallEffect.RefuseCaller(ResponseCode.Terminated, Cause.NormalClearing));
        return true;
    }

    /// <summary>A party hangs up meanwhile; true when the call goes on all the same.</summary>
    public static bool Outlives(CallTurn turn, LegId from)
    {
        if (turn.State.Lending is not { } lending || from != lending.Replaced)
        {
            return false;
        }

        if (turn.State.Caller == CallerPhase.Waiting)
        {
            // RFC 3261 §15.1.1: BYE in an early dialog is as good as CANCEL.
            return OutlivesCancel(turn);
        }

        if (!lending.ReplacedIsGone)
        {
            turn.State = turn.State with { Lending = lending with { ReplacedIsGone = true } };
            CallJoining.End(turn, from, hangUp: false);
        }

        return true;
    }

    /// <summary>The call is over: there is nothing to give any longer.</summary>
    public static void Abandon(CallTurn turn, Release release)
    {
        if (turn.State.Lending is { } lending)
        {
            if (lending.Offered)
            {
                turn.Do(new CallEffect.SettleLeg(lending.Given));
            }

            turn.State = turn.State with { Lending = null };
            turn.Do(new CallEffect.RefuseLeg(lending.Awaited && !release.Response.IsSuccess ? release.Response : ResponseCode.NoSuchDialog));
        }
    }

    private static bool Rings(CallState state, CallInput.LegWanted wanted) =>
        wanted.Replaced.IsCaller && state is { IsOver: false, AnsweredAt: null, Caller: CallerPhase.Waiting, Lending: null } && state.Parties.Caller == wanted.Number;

    // A device's answer must need nothing of the caller's any longer: no answer to its offer, no PRACK.
    private static bool CanGoOnAlone(CallState state) => state.Parties is { LateOffer: false, Reliable: false };

    private static bool IsOffering(CallState state) => CallSessions.IsOffering(state) || state.Exchanges.Any(exchange => exchange.Offers);

    private static void Keep(CallTurn turn, Lending lending)
    {
        turn.State = turn.State with { Lending = null };
        if (lending.ReplacedIsGone)
        {
            CallRelease.Release(turn, lending.Awaited
                ? new Release(CallOutcome.Abandoned, ResponseCode.Terminated, Cause.NormalClearing, ReleasedBy.Caller)
                : new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.NormalClearing, ReleasedBy.Exchange));
        }
    }
}
