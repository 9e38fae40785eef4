using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>Devices ring, answer, refuse; the caller waits, gives up, acknowledges.</summary>
internal static class CallOffering
{
    public static void Progressed(CallTurn turn, CallInput.DeviceProgressed progressed)
    {
        if (turn.State.Transfer is { } transfer && transfer.Has(progressed.Leg))
        {
            CallTransfers.Progressed(turn, progressed);
            return;
        }

        var leg = turn.State.Device(progressed.Leg);
        if (turn.State.Phase != CallPhase.Offering || leg is not { Phase: DevicePhase.Invited })
        {
            return;
        }

        var rangBefore = turn.State.RingingAt is not null;
        if (!rangBefore && progressed.Code.Value is 180 or 183)
        {
            turn.State = turn.State with { RingingAt = turn.Now };
            turn.Do(new CallEffect.ShowStage(DialogStage.Early));
        }

        CallProvisionals.Ring(turn, leg, progressed, rangBefore);
    }

    public static void Answered(CallTurn turn, LegId id)
    {
        switch (turn.State.Device(id))
        {
            case { Phase: DevicePhase.Invited } leg when turn.State.Phase == CallPhase.Offering && CallProvisionals.HoldsAnswer(turn.State, leg):
                Hold(turn, leg);
                break;
            case { Phase: DevicePhase.Invited } leg when turn.State.Phase == CallPhase.Offering:
                Connect(turn, leg);
                break;
            case { Phase: DevicePhase.Invited } leg when turn.State.Transfer is { Phase: TransferPhase.Offering } transfer && transfer.Has(id):
                CallTransfers.Answered(turn, transfer, leg);
                break;
            case { Phase: DevicePhase.Invited or DevicePhase.Cancelling } leg:
                // RFC 3261 §9.1, §13.2.2.4: the 200 overtook the CANCEL; that dialog is acknowledged and ended at once.
                turn.Do(new CallEffect.AcknowledgeDevice(id));
                turn.Do(new CallEffect.HangUp(id, Cause.NormalClearing));
                turn.EndDevice(leg with { Acknowledged = true }, ResponseCode.Ok);
                CallRelease.FinishIfNothingIsLeft(turn);
                break;
        }
    }

    /// <summary>A device gave no sign at all.</summary>
    public static void Unreachable(CallTurn turn, LegId id) => Refused(turn, id, ResponseCode.Timeout, Cause.NoRouteToDestination, silent: true);

    public static void Refused(CallTurn turn, LegId id, ResponseCode code, Cause? cause) => Refused(turn, id, code, cause, silent: false);

    private static void Refused(CallTurn turn, LegId id, ResponseCode code, Cause? cause, bool silent)
    {
        if (turn.State.Device(id) is not { Phase: DevicePhase.Invited or DevicePhase.Cancelling } leg)
        {
            return;
        }

        turn.EndDevice(leg with { FinalCause = cause }, code);
        if (turn.State.Transfer is { } transfer && transfer.Has(id))
        {
            CallTransfers.LegEnded(turn, transfer);
            return;
        }

        if (turn.State.Phase != CallPhase.Offering || !turn.State.IsCurrent(id))
        {
            CallRelease.FinishIfNothingIsLeft(turn);
            return;
        }

        if (leg.Kind == PartyKind.Link && !turn.State.FallBackTried && turn.State.RingingAt is null && (silent || code == ResponseCode.ServiceUnavailable))
        {
            PageFallBack(turn);
            return;
        }

        // RFC 3261 §16.7 step 5: 6xx speaks for all devices.
        var asked = turn.State.LegsOf(turn.State.Steps.Length);
        var isHeld = asked.Any(device => device.Phase == DevicePhase.Answered);
        if ((code.IsGlobal && !isHeld) || asked.All(device => device.Phase == DevicePhase.Ended))
        {
            CallRelease.Release(turn, ReleaseCauses.OfRefusals(asked));
        }
    }

    public static void NoAnswer(CallTurn turn)
    {
        CallTransfers.NoAnswer(turn);
        if (turn.State.Phase == CallPhase.Offering)
        {
            CallRelease.Release(turn, new Release(CallOutcome.NoAnswer, ResponseCode.Unavailable, Cause.NoAnswer, ReleasedBy.Exchange));
        }
    }

    public static void CallerCancelled(CallTurn turn)
    {
        // RFC 3261 §9.2: CANCEL has no effect after a final response.
        if (turn.State.Caller == CallerPhase.Waiting && !turn.State.IsOver && !CallLending.OutlivesCancel(turn))
        {
            CallRelease.Release(turn, new Release(CallOutcome.Abandoned, ResponseCode.Terminated, Cause.NormalClearing, ReleasedBy.Caller));
        }
    }

    public static void CallerAcknowledged(CallTurn turn)
    {
        if (turn.State.Caller == CallerPhase.AnsweredAndOver)
        {
            turn.Do(new CallEffect.HangUp(LegId.Caller, turn.State.Release!.Cause));
            turn.State = turn.State with { Caller = CallerPhase.Ended };
            CallRelease.FinishIfNothingIsLeft(turn);
            return;
        }

        if (turn.State.Caller != CallerPhase.Answered)
        {
            return;
        }

        turn.State = turn.State with { Caller = CallerPhase.Confirmed };
        if (turn.State.Device(turn.State.Connected) is { Acknowledged: false, Phase: DevicePhase.Connected } leg)
        {
            turn.SetDevice(leg with { Acknowledged = true });
            turn.Do(new CallEffect.AcknowledgeDevice(leg.Id));
        }

        CallReplacing.CallerIsThere(turn);
        CallLending.CalleeIsThere(turn);
    }

    public static void CallerUnacknowledged(CallTurn turn)
    {
        // RFC 3261 §13.3.1.4: no ACK in 64·T1: the dialog is confirmed all the same, and ended with BYE.
        if (turn.State.Caller == CallerPhase.AnsweredAndOver)
        {
            CallerAcknowledged(turn);
        }
        else if (turn.State.Caller == CallerPhase.Answered)
        {
            turn.State = turn.State with { Caller = CallerPhase.Confirmed };
            CallRelease.Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.TimerExpiry, ReleasedBy.Exchange));
        }
    }

    // The link leads nowhere at the moment: another way is asked for, once.
    private static void PageFallBack(CallTurn turn)
    {
        turn.State = turn.State with { Phase = CallPhase.Paging, FallBackTried = true };
        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        turn.Do(new CallEffect.StartTimer(CallTimer.Inner, CallLogic.InnerDeadline));
        turn.Do(new CallEffect.PageFallBack());
    }

    // The caller hears of it when its PRACK is here; the device does not ring any longer, and nobody else.
    private static void Hold(CallTurn turn, DeviceLeg winner)
    {
        turn.SetDevice(winner with { Phase = DevicePhase.Answered, Final = ResponseCode.Ok });
        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        CallRelease.CancelDevices(turn, completedElsewhere: true);
    }

    /// <summary>A device that answered is the one that talks.</summary>
    public static void Connect(CallTurn turn, DeviceLeg winner)
    {
        // With the offer in the INVITE the device is acknowledged at once; a late offer needs the caller's ACK, which brings the answer, unless its PRACK did.
        var agreed = CallProvisionals.IsAgreed(winner);
        var acknowledge = !turn.State.Parties.LateOffer || agreed;
        var callerIsGone = turn.State.Caller == CallerPhase.Ended;
        turn.SetDevice(winner with { Phase = DevicePhase.Connected, Acknowledged = acknowledge, Final = ResponseCode.Ok });
        turn.State = turn.State with
        {
            Phase = CallPhase.Connected,
            Caller = callerIsGone ? CallerPhase.Ended : CallerPhase.Answered,
            Connected = winner.Id,
            AnsweredAt = turn.Now,
        };
        if (!callerIsGone)
        {
            turn.Do(new CallEffect.AnswerCaller(winner.Id, Session: !agreed));
        }

        turn.Do(new CallEffect.ShowStage(DialogStage.Confirmed));
        if (acknowledge)
        {
            turn.Do(new CallEffect.AcknowledgeDevice(winner.Id));
        }

        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        turn.Do(new CallEffect.StartTimer(CallTimer.MaxDuration, turn.State.Policy.MaxDuration));
        CallRelease.CancelDevices(turn, completedElsewhere: true);
        CallLending.CalleeIsThere(turn);
    }
}
