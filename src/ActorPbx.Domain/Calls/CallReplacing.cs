using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// A party takes the place of another (INVITE with Replaces, RFC 3891). The one that stays gets its offer in a re-INVITE, and what that says goes back in the 200; then
/// who was replaced is let go. Of a call that rings the caller is answered first, with nothing to hear, because its own offer is another one than the newcomer's.
/// <code>
///  talking ──────────────────────────────▶ (relay) ──▶ Waiting ⇄ Joining ──▶ joined, newcomer's ACK awaited
///  ringing ──200 to the caller──▶ Answering ──ACK──▶ ▲           │ refused: talking as before, or nobody is left
/// </code>
/// </summary>
internal static class CallReplacing
{
    public static void Asked(CallTurn turn, CallInput.ReplaceAsked asked)
    {
        if (Refusal(turn.State, asked) is { } refusal)
        {
            turn.Do(new CallEffect.RefuseNewcomer(refusal));
        }
        else if (turn.State.Phase == CallPhase.Offering)
        {
            PickUp(turn, asked);
        }
        else
        {
            Begin(turn, asked);
            CallJoining.Begin(turn);
        }
    }

    /// <summary>The caller of a call that was picked up has confirmed its answer.</summary>
    public static void CallerIsThere(CallTurn turn)
    {
        if (turn.State.Transfer is { Phase: TransferPhase.Answering })
        {
            CallJoining.Begin(turn);
        }
    }

    /// <summary>The party that stays has taken the newcomer's offer.</summary>
    public static void Joined(CallTurn turn, Transfer transfer)
    {
        turn.Do(new CallEffect.AnswerNewcomer(transfer.New));
        turn.SetDevice(turn.State.Device(transfer.New)! with { Phase = DevicePhase.Connected, Acknowledged = true, Final = ResponseCode.Ok });
        turn.State = turn.State with { Newcomer = new NewcomerLeg(transfer.New, NewcomerPhase.Answered) };
        CallJoining.Complete(turn, transfer);
    }

    /// <summary>The newcomer sent CANCEL.</summary>
    public static void Cancelled(CallTurn turn)
    {
        if (turn.State is { Newcomer.Phase: NewcomerPhase.Waiting, Transfer: { } transfer })
        {
            Fail(turn, transfer, new Release(CallOutcome.Abandoned, ResponseCode.Terminated, Cause.NormalClearing, ReleasedBy.Called));
        }
    }

    /// <summary>The newcomer's ACK came.</summary>
    public static void Acknowledged(CallTurn turn)
    {
        switch (turn.State.Newcomer)
        {
            case { Phase: NewcomerPhase.Answered }:
                turn.State = turn.State with { Newcomer = null };
                break;
            case { Phase: NewcomerPhase.AnsweredAndOver } newcomer:
                turn.State = turn.State with { Newcomer = null };
                if (turn.State.Device(newcomer.Leg) is { Phase: DevicePhase.Connected } leg)
                {
                    CallRelease.HangUpDevice(turn, leg, turn.State.Release!.Cause);
                    CallRelease.FinishIfNothingIsLeft(turn);
                }

                break;
        }
    }

    /// <summary>No ACK to the newcomer's 200 in 64·T1 (RFC 3261 §13.3.1.4): its dialog is confirmed all the same, and ended.</summary>
    public static void Unacknowledged(CallTurn turn)
    {
        var isLiving = turn.State.Newcomer is { Phase: NewcomerPhase.Answered };
        Acknowledged(turn);
        if (isLiving)
        {
            CallRelease.Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.TimerExpiry, ReleasedBy.Exchange));
        }
    }

    /// <summary>It came to nothing: a call that talked goes on as it was; one that was picked up has nobody for its caller.</summary>
    public static void Fail(CallTurn turn, Transfer transfer, Release release)
    {
        CallJoining.CloseOpened(turn, transfer);
        Drop(turn, transfer, release.Response.IsSuccess || release.Response == ResponseCode.NoSuchDialog ? ResponseCode.Unavailable : release.Response);
        if (transfer.LeftAt is not null)
        {
            CallRelease.Release(turn, release with { Outcome = CallOutcome.Answered, Response = ResponseCode.Ok });
        }
    }

    /// <summary>The call is over: RFC 3891 §3 has the newcomer declined.</summary>
    public static void Abandon(CallTurn turn, Transfer transfer) => Drop(turn, transfer, ResponseCode.Decline);

    /// <summary>True for a leg that cannot be sent BYE before its ACK; that is then done when it comes.</summary>
    public static bool AwaitsAck(CallTurn turn, LegId leg)
    {
        if (turn.State.Newcomer is not { Phase: NewcomerPhase.Answered } newcomer || newcomer.Leg != leg)
        {
            return false;
        }

        turn.State = turn.State with { Newcomer = newcomer with { Phase = NewcomerPhase.AnsweredAndOver } };
        return true;
    }

    private static void PickUp(CallTurn turn, CallInput.ReplaceAsked asked)
    {
        // Its phones hear of it now, so its place is free from now on, whatever becomes of the call.
        turn.Do(new CallEffect.LeaveReplaced(asked.By.Number, turn.State.NumberOf(asked.Replaced).Number));
        CallRelease.CancelDevices(turn, completedElsewhere: true);
        Begin(turn, asked);
        turn.State = turn.State with
        {
            Phase = CallPhase.Connected,
            Caller = CallerPhase.Answered,
            Connected = asked.Replaced,
            AnsweredAt = turn.Now,
            Transfer = turn.State.Transfer! with { Phase = TransferPhase.Answering, Stays = LegId.Caller, LeftAt = turn.Now, PicksUp = true, RangAt = turn.State.RingingAt },
        };
        turn.Do(new CallEffect.AnswerCallerAhead(turn.State.Transfer.New));
        turn.Do(new CallEffect.ShowStage(DialogStage.Confirmed));
        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        turn.Do(new CallEffect.StartTimer(CallTimer.MaxDuration, turn.State.Policy.MaxDuration));
    }

    // The newcomer has a leg, and what was its predecessor's will be its own.
    private static void Begin(CallTurn turn, CallInput.ReplaceAsked asked)
    {
        var (state, by) = (turn.State, asked.By);
        var leg = new DeviceLeg(
            new LegId(state.Devices.Length + 1), by.Device, DevicePhase.Calling, Acknowledged: false, default, by.Kind, Number: by.Number, Home: by.Home);
        var (number, home) = state.NumberOf(asked.Replaced);
        var request = new ReferRequest(by.Number, by.Home, IsAllowed: true, Reports: false);
        turn.State = state with
        {
            Devices = state.Devices.Add(leg),
            RelayWanted = state.RelayWanted || by.RelayMedia,
            Newcomer = new NewcomerLeg(leg.Id, NewcomerPhase.Waiting),
            Transfer = new Transfer(asked.Replaced, state.PartnerOf(asked.Replaced), number, home, request, turn.Now, leg.Id.Value, TransferPhase.Waiting)
            {
                New = leg.Id,
                Reached = true,
                IsReplacement = true,
            },
        };
        turn.Do(new CallEffect.SeatNewcomer(leg.Id));
    }

    private static void Drop(CallTurn turn, Transfer transfer, ResponseCode code)
    {
        turn.Do(new CallEffect.StopTimer(CallTimer.Transfer));
        turn.Do(new CallEffect.RefuseNewcomer(code));
        turn.EndDevice(turn.State.Device(transfer.New)!, code);
        turn.State = turn.State with { Newcomer = null, Transfer = null };
        if (transfer.LeftAt is not null)
        {
            turn.State = turn.State with { Steps = turn.State.Steps.Add(CallJoining.StepOf(turn, transfer) with { AnsweredAt = transfer.LeftAt }) };
        }
    }

    private static ResponseCode? Refusal(CallState state, CallInput.ReplaceAsked asked)
    {
        // RFC 3891 §3: a dialog that is over is declined, one that is not there is 481.
        if (state.IsOver || IsOver(state, asked.Replaced))
        {
            return ResponseCode.Decline;
        }

        if (state.Phase != CallPhase.Offering && !state.IsTalking(asked.Replaced))
        {
            return ResponseCode.NoSuchDialog;
        }

        var refusal = state.Phase == CallPhase.Offering ? OfRinging(state, asked) : OfTalking(asked);
        // Neither side may be in the middle of something else. Without an offer of the newcomer there is nothing to join with.
        return refusal ?? (!asked.By.HasSession ? ResponseCode.NotAcceptable : IsBusy(state) ? ResponseCode.ServerError : null);
    }

    private static ResponseCode? OfTalking(CallInput.ReplaceAsked asked) =>
        asked.EarlyOnly ? ResponseCode.Busy : asked.By.Right != ReplaceRight.SameParty ? ResponseCode.Forbidden : null;

    // RFC 3891 §3: an early dialog can be replaced only where this side sent its INVITE.
    private static ResponseCode? OfRinging(CallState state, CallInput.ReplaceAsked asked) =>
        state.Device(asked.Replaced) is not { Phase: DevicePhase.Invited or DevicePhase.Answered } || !state.IsCurrent(asked.Replaced) ? ResponseCode.NoSuchDialog
        : asked.By.Right == ReplaceRight.None ? ResponseCode.Forbidden
        : !asked.CallerCanWait ? ResponseCode.NotAcceptable
        : null;

    private static bool IsBusy(CallState state) =>
        state.Transfer is not null || state.Lending is not null || state.Newcomer is not null || state.Caller == CallerPhase.Answered
        || state.Devices.Any(device => device.Phase == DevicePhase.Answered || (device.Early == EarlySession.Told && state.Caller == CallerPhase.Waiting));

    private static bool IsOver(CallState state, LegId leg) =>
        leg.IsCaller ? state.Caller == CallerPhase.Ended : state.Device(leg) is { Phase: DevicePhase.Ended or DevicePhase.Cancelling };
}
