namespace ActorPbx.Domain.Calls;

/// <summary>
/// The behaviour of a call: a pure function from state and input to state and effects.
/// <code>
///            CallerAdmitted      CalleePaged       RelayReady        DeviceAnswered
///  Admitting ──────1──────▶ Paging ────2────▶ OpeningRelay ──3──▶ Offering ────4────▶ Connected
///      │                      │  └──────2, no relay wanted────────▶ │                    │
///      │ refused              │ unavailable       │ no ports        │ CANCEL, all        │ BYE, timer,
///      5                      5                   5                 5 refused, timer     5 silence, operator
///      └──────────────────────┴───────────────────┴───────┬─────────┴────────────────────┘
///                                                         ▼
///                                                     Releasing ──6: legs, relay and records wound up──▶ Ended
/// </code>
/// </summary>
public static class CallLogic
{
    /// <summary>How long the exchange's own parts (extension, media, store) may take before a call goes on without them.</summary>
    public static readonly TimeSpan InnerDeadline = TimeSpan.FromSeconds(5);

    /// <summary>How long cancelled legs may take to end: 64·T1 for the INVITE and some more for its CANCEL.</summary>
    public static readonly TimeSpan WrapUpDeadline = TimeSpan.FromSeconds(40);

    /// <summary>A caller's INVITE came in.</summary>
    public static CallDecision Begin(CallId id, CallParties parties, CallPolicy policy, DateTimeOffset now)
    {
        var state = new CallState(
            id, parties, policy, CallPhase.Admitting, CallerPhase.Waiting, RelayPhase.None, RecordsPhase.None,
            RelayWanted: false, CalleeReached: false, Devices: [], Connected: LegId.Caller, Exchanges: [], HeldByes: [],
            now, RingingAt: null, AnsweredAt: null, EndedAt: null, Release: null);
        var turn = new CallTurn(state, now);
        turn.Do(new CallEffect.StartTimer(CallTimer.Inner, InnerDeadline));
        turn.Do(new CallEffect.AdmitCaller());
        return turn.Decision;
    }

    /// <summary>Something happened to a call. Every input is taken in every state; what no longer matters changes nothing.</summary>
    public static CallDecision Decide(CallState state, CallInput input, DateTimeOffset now)
    {
        var turn = new CallTurn(state, now);
        if (IsOfTransfer(turn, input))
        {
            return turn.Decision;
        }

        switch (input)
        {
            case CallInput.CallerAdmitted admitted: CallSetup.CallerAdmitted(turn, admitted); break;
            case CallInput.CallerRefused refused: CallSetup.CallerRefused(turn, refused); break;
            case CallInput.CalleePaged paged: CallSetup.CalleePaged(turn, paged); break;
            case CallInput.CalleeRefused refused: CallSetup.CalleeRefused(turn, refused.Code, refused.Cause); break;
            case CallInput.CalleeUnavailable unavailable: CallSetup.CalleeUnavailable(turn, unavailable.Reason); break;
            case CallInput.RelayReady: CallSetup.RelayReady(turn); break;
            case CallInput.RelayFailed: CallSetup.RelayFailed(turn, ResponseCode.ServiceUnavailable, Cause.ResourceUnavailable); break;
            case CallInput.OfferUnreadable: CallSetup.RelayFailed(turn, ResponseCode.NotAcceptable, Cause.IncompatibleDestination); break;
            case CallInput.DeviceProgressed progressed: CallOffering.Progressed(turn, progressed); break;
            case CallInput.CallerConfirmed confirmed: CallProvisionals.Confirmed(turn, confirmed); break;
            case CallInput.CallerUnconfirmed: CallProvisionals.Unconfirmed(turn); break;
            case CallInput.DeviceAnswered answered: CallOffering.Answered(turn, answered.Leg); break;
            case CallInput.DeviceRefused refused: CallOffering.Refused(turn, refused.Leg, refused.Code, refused.Cause); break;
            case CallInput.DeviceRedirected redirected: CallDiverting.Redirected(turn, redirected); break;
            case CallInput.DeviceUnreachable unreachable: CallOffering.Unreachable(turn, unreachable.Leg); break;
            case CallInput.CallerCancelled: CallOffering.CallerCancelled(turn); break;
            case CallInput.CallerAcknowledged: CallOffering.CallerAcknowledged(turn); break;
            case CallInput.CallerUnacknowledged: CallOffering.CallerUnacknowledged(turn); break;
            case CallInput.ByeReceived bye: CallRelease.ByeReceived(turn, bye.From, bye.Exchange); break;
            case CallInput.RequestReceived request: CallExchanges.Received(turn, request); break;
            case CallInput.RequestAnswered answered: CallExchanges.Answered(turn, answered.Exchange, answered.Code, answered.Again); break;
            case CallInput.RequestAcknowledged acknowledged: CallExchanges.Acknowledged(turn, acknowledged.Exchange); break;
            case CallInput.RequestCancelled cancelled: CallExchanges.Cancelled(turn, cancelled.Exchange); break;
            case CallInput.RequestUnacknowledged unacknowledged: CallExchanges.Unacknowledged(turn, unacknowledged.Exchange); break;
            case CallInput.SessionAgreed agreed: CallSessions.Agreed(turn, agreed.Leg, agreed.Terms); break;
            case CallInput.SessionChanged changed: CallChanges.Changed(turn, changed.Leg); break;
            case CallInput.RefreshAnswered answered: CallSessions.RefreshAnswered(turn, answered); break;
            case CallInput.RelayWentSilent: CallRelease.RelayWentSilent(turn); break;
            case CallInput.RelayEnded ended: CallRelease.RelayEnded(turn, ended.Streams); break;
            case CallInput.RecordsSettled: CallRelease.RecordsSettled(turn); break;
            case CallInput.TimerElapsed elapsed: TimerElapsed(turn, elapsed.Timer); break;
            case CallInput.Broken: CallRelease.Broken(turn); break;
            case CallInput.OperatorReleased: CallRelease.OperatorReleased(turn); break;
            default: throw new ArgumentOutOfRangeException(nameof(input), input, "An input that the call does not know.");
        }

        return turn.Decision;
    }

    // What belongs to a transfer that is asked for or under way, here or in another call of its parties.
    private static bool IsOfTransfer(CallTurn turn, CallInput input)
    {
        var state = turn.State;
        switch (input)
        {
            case CallInput.CallerAdmitted admitted when state.Transfer is not null: CallTransfers.Admitted(turn, admitted.RelayMedia); break;
            case CallInput.CallerRefused refused when state.Transfer is not null: CallTransfers.Refused(turn, TransferPhase.Admitting, refused.Code, refused.Cause); break;
            case CallInput.CalleePaged paged when state.Transfer is not null: CallTransfers.Paged(turn, paged); break;
            case CallInput.CalleeRefused refused when state.Transfer is not null: CallTransfers.Refused(turn, TransferPhase.Paging, refused.Code, refused.Cause); break;
            case CallInput.CalleeUnavailable unavailable when state.Transfer is not null: CallTransfers.Unavailable(turn, unavailable.Reason); break;
            case CallInput.RelayReady when state.Transfer?.Phase == TransferPhase.OpeningRelay: CallJoining.RelayReady(turn); break;
            case CallInput.RelayFailed or CallInput.OfferUnreadable when state.Transfer?.Phase == TransferPhase.OpeningRelay: CallJoining.RelayFailed(turn); break;
            case CallInput.JoinAnswered answered when state.Lending is not null: CallLending.Answered(turn, answered); break;
            case CallInput.ReferReceived refer: CallTransfers.Asked(turn, refer); break;
            case CallInput.LegWanted wanted: CallLending.Asked(turn, wanted); break;
            case CallInput.LegTaken: CallLending.Taken(turn); break;
            case CallInput.LegReturned: CallLending.Returned(turn); break;
            case CallInput.LegPromised: CallBorrowing.Promised(turn); break;
            case CallInput.LegLent lent: CallBorrowing.Lent(turn, lent); break;
            case CallInput.LegDenied denied: CallBorrowing.Refused(turn, denied.Code); break;
            case CallInput.LegGiven given: CallBorrowing.Given(turn, given.Terms); break;
            case CallInput.ReplaceAsked asked: CallReplacing.Asked(turn, asked); break;
            case CallInput.NewcomerCancelled: CallReplacing.Cancelled(turn); break;
            case CallInput.NewcomerAcknowledged: CallReplacing.Acknowledged(turn); break;
            case CallInput.NewcomerUnacknowledged: CallReplacing.Unacknowledged(turn); break;
            case CallInput.JoinAnswered answered: CallJoining.Answered(turn, answered); break;
            default: return false;
        }

        return true;
    }

    private static void TimerElapsed(CallTurn turn, CallTimer timer)
    {
        switch (timer)
        {
            case CallTimer.NoAnswer: CallOffering.NoAnswer(turn); break;
            case CallTimer.MaxDuration: CallRelease.TalkedTooLong(turn); break;
            case CallTimer.Inner: CallRelease.InnerPartyMissing(turn); break;
            case CallTimer.WrapUp: CallRelease.WrapUp(turn); break;
            case CallTimer.CallerSession: CallSessions.Elapsed(turn, turn.State.CallerSide); break;
            case CallTimer.CalledSession: CallSessions.Elapsed(turn, turn.State.Connected); break;
            case CallTimer.Transfer: CallTransfers.Elapsed(turn); break;
            case CallTimer.Change: CallChanges.Elapsed(turn); break;
            default: throw new ArgumentOutOfRangeException(nameof(timer), timer, "A timer that the call does not know.");
        }
    }
}
