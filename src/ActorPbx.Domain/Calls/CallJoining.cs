using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// Joins the new party of a transfer with the one that stays: the new one's offer goes to the other in a re-INVITE, and what that answers back in the ACK
/// (RFC 3725 §4.1). Then whoever asked for it is let go.
/// </summary>
internal static class CallJoining
{
    private static readonly TimeSpan s_busy = TimeSpan.FromMilliseconds(500);

    /// <summary>The new party answered, and its offer is here.</summary>
    public static void Begin(CallTurn turn)
    {
        var transfer = turn.State.Transfer!;
        if (turn.State.RelayWanted && turn.State.Relay == RelayPhase.None)
        {
            turn.State = turn.State with { Relay = RelayPhase.Opening, Transfer = transfer with { Phase = TransferPhase.OpeningRelay, OpenedRelay = true } };
            turn.Do(new CallEffect.StartTimer(CallTimer.Transfer, CallLogic.InnerDeadline));
            turn.Do(new CallEffect.OpenRelay());
            return;
        }

        JoinWhenQuiet(turn);
    }

    public static void RelayReady(CallTurn turn)
    {
        turn.State = turn.State with { Relay = RelayPhase.Open };
        JoinWhenQuiet(turn);
    }

    public static void RelayFailed(CallTurn turn)
    {
        turn.State = turn.State with { Relay = RelayPhase.None };
        CallTransfers.Fail(turn, new Release(CallOutcome.Failed, ResponseCode.ServiceUnavailable, Cause.ResourceUnavailable, ReleasedBy.Exchange));
    }

    public static void JoinWhenQuiet(CallTurn turn)
    {
        var transfer = turn.State.Transfer!;
        // RFC 3261 §14.1: no offer while another is open.
        if (CallSessions.IsOffering(turn.State) || turn.State.Exchanges.Any(exchange => exchange.Offers))
        {
            Wait(turn, transfer, s_busy);
            return;
        }

        turn.State = turn.State with { Transfer = transfer with { Phase = TransferPhase.Joining } };
        turn.Do(new CallEffect.StopTimer(CallTimer.Transfer));
        turn.Do(new CallEffect.OfferJoin(transfer.Stays, transfer.New));
    }

    /// <summary>What the party that stays says to the new one's offer.</summary>
    public static void Answered(CallTurn turn, CallInput.JoinAnswered answered)
    {
        if (turn.State.Transfer is not { Phase: TransferPhase.Joining } transfer)
        {
            if (answered.Code.IsSuccess && turn.State.Phase == CallPhase.Connected)
            {
                // Whose offer it was has gone meanwhile: the two that have each other do not hear each other any longer.
                turn.Do(new CallEffect.RestoreSession());
            }

            return;
        }

        if (answered.Code.IsSuccess && answered.HasSession && transfer.IsReplacement)
        {
            CallReplacing.Joined(turn, transfer);
        }
        else if (answered.Code.IsSuccess && answered.HasSession && transfer.Request.Replaced is not null)
        {
            CallBorrowing.Take(turn, transfer);
        }
        else if (answered.Code.IsSuccess && answered.HasSession)
        {
            turn.Do(new CallEffect.AcknowledgeJoined(transfer.New));
            turn.SetDevice(turn.State.Device(transfer.New)! with { Acknowledged = true });
            Complete(turn, transfer);
        }
        else if (answered.Code == ResponseCode.Pending)
        {
            Wait(turn, transfer, answered.Again);
        }
        else
        {
            var code = answered.Code.IsSuccess ? ResponseCode.NotAcceptable : answered.Code;
            CallTransfers.Fail(turn, new Release(CallOutcome.Failed, code, Cause.Of(code), ReleasedBy.Exchange));
            LoseWhoIsGone(turn, answered.Code);
        }
    }

    /// <summary>What is recorded of a transfer.</summary>
    public static CallStep StepOf(CallTurn turn, Transfer transfer) => new(
        transfer.IsReplacement ? StepKind.Replaced : StepKind.Transferred, transfer.By == turn.State.CallerSide ? RecordSide.Originating : RecordSide.Terminating,
        transfer.Number, transfer.Home, transfer.Request.To, transfer.Request.ToHome, "", transfer.PicksUp ? ResponseCode.Terminated : default, transfer.At,
        transfer.LeftAt ?? turn.Now, transfer.PicksUp ? transfer.RangAt : null, transfer.FirstLeg, transfer.PicksUp ? null : transfer.RangAt)
    {
        Reached = transfer.Reached,
    };

    /// <summary>A leg is out of the call, which goes on.</summary>
    public static void End(CallTurn turn, LegId leg, bool hangUp)
    {
        CallExchanges.Abort(turn, leg);
        CallSessions.Stop(turn, leg);
        CallChanges.Stop(turn);
        if (hangUp)
        {
            turn.Do(new CallEffect.HangUp(leg, Cause.NormalClearing));
        }

        if (leg.IsCaller)
        {
            turn.State = turn.State with { Caller = CallerPhase.Ended };
        }
        else
        {
            turn.EndDevice(turn.State.Device(leg)!, ResponseCode.Ok);
        }
    }

    /// <summary>They have each other; who asked for it is let go.</summary>
    public static void Complete(CallTurn turn, Transfer transfer)
    {
        var step = StepOf(turn, transfer) with { AnsweredAt = turn.Now };
        Leave(turn, transfer);
        CallTransfers.Report(turn, ResponseCode.Ok, isLast: true);
        if (transfer.LeftAt is null)
        {
            End(turn, transfer.By, hangUp: true);
        }

        turn.State = transfer.By == turn.State.CallerSide ? turn.State with { CallerSide = transfer.New } : turn.State with { Connected = transfer.New };
        turn.State = turn.State with { Transfer = null, Steps = turn.State.Steps.Add(step) };
        if (transfer.Request.Replaced is not null)
        {
            turn.Do(new CallEffect.AdmitGiven(transfer.Request.To));
        }

        turn.Do(new CallEffect.ShowStage(DialogStage.Confirmed));
        if (transfer.Terms is { } terms)
        {
            CallSessions.Agreed(turn, transfer.New, terms);
        }
    }

    /// <summary>The relay that was opened for a transfer has no use without it.</summary>
    public static void CloseOpened(CallTurn turn, Transfer transfer)
    {
        if (transfer.OpenedRelay && turn.State.Relay is RelayPhase.Opening or RelayPhase.Open)
        {
            turn.State = turn.State with { Relay = RelayPhase.None };
            turn.Do(new CallEffect.CloseRelay());
        }
    }

    // Before its phone hears of it: one that calls again at once finds its place free. Who was called has left already where the call was picked up.
    private static void Leave(CallTurn turn, Transfer transfer)
    {
        if (!transfer.IsReplacement)
        {
            turn.Do(new CallEffect.LetGo(transfer.By, transfer.Number));
        }
        else if (!transfer.PicksUp)
        {
            turn.Do(new CallEffect.LeaveReplaced(transfer.Request.To, transfer.Number));
        }
    }

    private static void Wait(CallTurn turn, Transfer transfer, TimeSpan time)
    {
        turn.State = turn.State with { Transfer = transfer with { Phase = TransferPhase.Waiting } };
        turn.Do(new CallEffect.StartTimer(CallTimer.Transfer, time));
    }

    private static void LoseWhoIsGone(CallTurn turn, ResponseCode code)
    {
        // RFC 3261 §12.2.1.2: the party that was to stay has no such dialog any longer.
        if (code == ResponseCode.NoSuchDialog || code == ResponseCode.Timeout)
        {
            CallRelease.Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.TimerExpiry, ReleasedBy.Exchange));
        }
    }
}
