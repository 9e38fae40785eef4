using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>How a call ends, whatever the reason: once, with no leg, timer or port left behind, and one record a side.</summary>
internal static class CallRelease
{
    public static void Release(CallTurn turn, Release release)
    {
        if (turn.State.IsOver)
        {
            return;
        }

        turn.State = turn.State with { Phase = CallPhase.Releasing, Release = release, EndedAt = turn.Now };
        // Before any phone hears of it: one that calls again at once finds its place free.
        turn.Do(new CallEffect.ReleaseNumbers());
        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        turn.Do(new CallEffect.StopTimer(CallTimer.MaxDuration));
        CallSessions.StopAll(turn);
        CallChanges.Stop(turn);
        CallTransfers.Abandon(turn, release);
        CallLending.Abandon(turn, release);
        AbortExchanges(turn);
        EndCallerLeg(turn, release);
        CancelDevices(turn, completedElsewhere: false);
        HangUpDevices(turn, release.Cause);
        turn.Do(new CallEffect.StartTimer(CallTimer.Inner, CallLogic.InnerDeadline));
        CloseRelayOrStore(turn);
        if (!LegsEnded(turn.State))
        {
            turn.Do(new CallEffect.StartTimer(CallTimer.WrapUp, CallLogic.WrapUpDeadline));
        }
    }

    public static void CancelDevices(CallTurn turn, bool completedElsewhere)
    {
        foreach (var leg in turn.State.Devices)
        {
            if (leg.Phase == DevicePhase.Waiting)
            {
                turn.EndDevice(leg, default);
            }
            else if (leg.Phase == DevicePhase.Invited)
            {
                turn.SetDevice(leg with { Phase = DevicePhase.Cancelling });
                turn.Do(new CallEffect.CancelDevice(leg.Id, completedElsewhere));
            }
            else if (leg.Phase == DevicePhase.Answered && !completedElsewhere)
            {
                EndAnswered(turn, leg);
                turn.Do(new CallEffect.HangUp(leg.Id, turn.State.Release?.Cause ?? Cause.NormalClearing));
            }
        }
    }

    public static void ByeReceived(CallTurn turn, LegId from, ExchangeId exchange)
    {
        if (!turn.State.IsOver && (CallTransfers.Outlives(turn, from) || CallLending.Outlives(turn, from)))
        {
            turn.Do(new CallEffect.AnswerRequest(exchange, ResponseCode.Ok));
            return;
        }

        if (from.IsCaller)
        {
            EndByCaller(turn);
        }
        else if (turn.State.Device(from) is { Phase: DevicePhase.Connected } leg)
        {
            var by = from == turn.State.CallerSide ? ReleasedBy.Caller : ReleasedBy.Called;
            turn.EndDevice(leg, leg.Final);
            Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.NormalClearing, by));
        }

        else if (turn.State.Device(from) is { Phase: DevicePhase.Answered } unheard)
        {
            EndAnswered(turn, unheard);
            Release(turn, new Release(CallOutcome.Unreachable, ResponseCode.Unavailable, Cause.NormalClearing, ReleasedBy.Called));
        }

        if (turn.State.IsOver && turn.State.Records != RecordsPhase.Settled)
        {
            // The 200 to BYE waits until the records are on disk: a call that ended for its parties is never lost (own design).
            turn.State = turn.State with { HeldByes = turn.State.HeldByes.Add(exchange) };
        }
        else
        {
            turn.Do(new CallEffect.AnswerRequest(exchange, ResponseCode.Ok));
        }

        FinishIfNothingIsLeft(turn);
    }

    public static void RelayWentSilent(CallTurn turn)
    {
        if (turn.State is { Phase: CallPhase.Connected, Relay: RelayPhase.Open })
        {
            Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.TemporaryFailure, ReleasedBy.Exchange));
        }
    }

    public static void TalkedTooLong(CallTurn turn)
    {
        if (turn.State.Phase == CallPhase.Connected)
        {
            Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.TimerExpiry, ReleasedBy.Exchange));
        }
    }

    public static void Broken(CallTurn turn) =>
        Release(turn, new Release(CallOutcome.Failed, ResponseCode.ServerError, Cause.TemporaryFailure, ReleasedBy.Exchange));

    public static void OperatorReleased(CallTurn turn)
    {
        var answered = turn.State.AnsweredAt is not null;
        Release(turn, answered
            ? new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.NormalClearing, ReleasedBy.Operator)
            : new Release(CallOutcome.Failed, ResponseCode.Unavailable, Cause.NormalClearing, ReleasedBy.Operator));
    }

    public static void InnerPartyMissing(CallTurn turn)
    {
        switch (turn.State)
        {
            case { Phase: CallPhase.Admitting or CallPhase.Paging or CallPhase.OpeningRelay }:
                Release(turn, new Release(CallOutcome.Failed, ResponseCode.ServerError, Cause.TemporaryFailure, ReleasedBy.Exchange));
                break;
            case { IsOver: true, Records: RecordsPhase.None }:
                turn.State = turn.State with { Relay = RelayPhase.Closed };
                StoreRecords(turn, []);
                turn.Do(new CallEffect.StartTimer(CallTimer.Inner, CallLogic.InnerDeadline));
                break;
            case { IsOver: true, Records: RecordsPhase.Storing }:
                RecordsSettled(turn);
                break;
        }
    }

    public static void WrapUp(CallTurn turn)
    {
        if (!turn.State.IsOver)
        {
            return;
        }

        foreach (var leg in turn.State.Devices)
        {
            turn.EndDevice(leg, leg.Final);
        }

        turn.State = turn.State with { Caller = CallerPhase.Ended };
        FinishIfNothingIsLeft(turn);
    }

    public static void RelayEnded(CallTurn turn, ImmutableArray<StreamCounters> streams)
    {
        if (turn.State.IsOver && turn.State.Records == RecordsPhase.None)
        {
            turn.State = turn.State with { Relay = RelayPhase.Closed };
            StoreRecords(turn, streams);
        }
    }

    public static void RecordsSettled(CallTurn turn)
    {
        if (turn.State.Records != RecordsPhase.Storing)
        {
            return;
        }

        turn.State = turn.State with { Records = RecordsPhase.Settled };
        turn.Do(new CallEffect.StopTimer(CallTimer.Inner));
        foreach (var bye in turn.State.HeldByes)
        {
            turn.Do(new CallEffect.AnswerRequest(bye, ResponseCode.Ok));
        }

        turn.State = turn.State with { HeldByes = [] };
        FinishIfNothingIsLeft(turn);
    }

    public static void FinishIfNothingIsLeft(CallTurn turn)
    {
        if (turn.State.Phase == CallPhase.Releasing && turn.State.Records == RecordsPhase.Settled && LegsEnded(turn.State))
        {
            turn.State = turn.State with { Phase = CallPhase.Ended };
            turn.Do(new CallEffect.StopTimer(CallTimer.WrapUp));
            turn.Do(new CallEffect.EndCall());
        }
    }

    // RFC 3261 §13.2.2.4: a 200 is acknowledged even when its dialog ends before the caller heard of it.
    private static void EndAnswered(CallTurn turn, DeviceLeg leg)
    {
        turn.Do(new CallEffect.AcknowledgeDevice(leg.Id));
        turn.EndDevice(leg with { Acknowledged = true }, leg.Final);
    }

    private static void EndByCaller(CallTurn turn)
    {
        if (turn.State is { Caller: CallerPhase.Ended, IsOver: false })
        {
            // It sent the other party on and is out of the call.
            return;
        }

        turn.State = turn.State with { Caller = turn.State.Caller == CallerPhase.Waiting ? CallerPhase.Waiting : CallerPhase.Ended };
        // RFC 3261 §15.1.1: a BYE in an early dialog ends the call as a CANCEL would.
        Release(turn, turn.State.AnsweredAt is null
            ? new Release(CallOutcome.Abandoned, ResponseCode.Terminated, Cause.NormalClearing, ReleasedBy.Caller)
            : new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.NormalClearing, ReleasedBy.Caller));
    }

    private static void AbortExchanges(CallTurn turn)
    {
        foreach (var exchange in turn.State.Exchanges)
        {
            CallExchanges.Abort(turn, exchange);
        }

        turn.State = turn.State with { Exchanges = [] };
    }

    private static void EndCallerLeg(CallTurn turn, Release release)
    {
        switch (turn.State.Caller)
        {
            case CallerPhase.Waiting:
                turn.Do(new CallEffect.RefuseCaller(release.Response, release.Cause));
                turn.State = turn.State with { Caller = CallerPhase.Ended };
                break;
            case CallerPhase.Answered:
                turn.State = turn.State with { Caller = CallerPhase.AnsweredAndOver };
                break;
            case CallerPhase.Confirmed:
                turn.Do(new CallEffect.HangUp(LegId.Caller, release.Cause));
                turn.State = turn.State with { Caller = CallerPhase.Ended };
                break;
        }
    }

    private static void HangUpDevices(CallTurn turn, Cause cause)
    {
        foreach (var leg in turn.State.Devices)
        {
            if (leg.Phase == DevicePhase.Connected && !CallReplacing.AwaitsAck(turn, leg.Id))
            {
                HangUpDevice(turn, leg, cause);
            }
        }
    }

    /// <summary>Ends a leg that was answered.</summary>
    public static void HangUpDevice(CallTurn turn, DeviceLeg leg, Cause cause)
    {
        if (!leg.Acknowledged)
        {
            // RFC 3261 §13.2.2.4: a 200 is acknowledged even when the dialog ends at once.
            turn.Do(new CallEffect.AcknowledgeDevice(leg.Id));
        }

        turn.Do(new CallEffect.HangUp(leg.Id, cause));
        turn.EndDevice(leg with { Acknowledged = true }, leg.Final);
    }

    private static void CloseRelayOrStore(CallTurn turn)
    {
        switch (turn.State.Relay)
        {
            case RelayPhase.Open:
                turn.State = turn.State with { Relay = RelayPhase.Closing };
                turn.Do(new CallEffect.CloseRelay());
                break;
            case RelayPhase.None or RelayPhase.Closed:
                StoreRecords(turn, []);
                break;
        }
    }

    private static void StoreRecords(CallTurn turn, ImmutableArray<StreamCounters> streams)
    {
        turn.State = turn.State with { Records = RecordsPhase.Storing };
        turn.Do(new CallEffect.StoreRecords(CallRecords.Of(turn.State, streams)));
    }

    private static bool LegsEnded(CallState state) =>
        state.Caller == CallerPhase.Ended && state.Devices.All(device => device.Phase == DevicePhase.Ended);
}
