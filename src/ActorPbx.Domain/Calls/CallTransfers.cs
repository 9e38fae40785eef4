using ActorPbx.Domain.Presence;
using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// A party sends the other on to a third number (REFER, RFC 3515). By its rights that number is paged and invited, while the two still have each other; when it
/// answers, <see cref="CallJoining"/> joins it with who stays. Until then a failure changes nothing, and is reported.
/// <code>
///  Admitting ──▶ Paging ──▶ Offering ──answer──▶ OpeningRelay ──▶ Waiting ⇄ Joining ──▶ joined
///      │            │          │   relay stands or is not wanted ──▶ ▲         │ refused
///      └────────────┴──────────┴───────────────▶ failed ◀──────────────────────┘
/// </code>
/// </summary>
internal static class CallTransfers
{
    public static void Asked(CallTurn turn, CallInput.ReferReceived refer)
    {
        if (Refusal(turn.State, refer) is { } refusal)
        {
            turn.Do(new CallEffect.AnswerRequest(refer.Exchange, refusal));
            return;
        }

        var state = turn.State;
        var (number, home) = state.NumberOf(refer.From);
        turn.State = state with
        {
            Transfer = new Transfer(refer.From, state.PartnerOf(refer.From), number, home, refer.Request, turn.Now, state.Devices.Length + 1, TransferPhase.Admitting),
        };
        turn.Do(new CallEffect.AnswerRequest(refer.Exchange, ResponseCode.Accepted));
        // RFC 3515 §2.4.4: the first NOTIFY goes out at once.
        Report(turn, ResponseCode.Trying, isLast: false);
        if (refer.Request.Replaced is { } replaced)
        {
            CallBorrowing.Begin(turn, replaced);
            return;
        }

        turn.Do(new CallEffect.StartTimer(CallTimer.Transfer, CallLogic.InnerDeadline));
        turn.Do(new CallEffect.AdmitTransfer(refer.From, number, refer.Request.To, refer.Request.Device));
    }

    public static void Admitted(CallTurn turn, bool relayMedia)
    {
        if (turn.State.Transfer is { Phase: TransferPhase.Admitting } transfer)
        {
            turn.State = turn.State with { Transfer = transfer with { Phase = TransferPhase.Paging }, RelayWanted = turn.State.RelayWanted || relayMedia };
            turn.Do(new CallEffect.PageCallee());
        }
    }

    public static void Paged(CallTurn turn, CallInput.CalleePaged paged)
    {
        if (turn.State.Transfer is not { Phase: TransferPhase.Paging } transfer)
        {
            return;
        }

        turn.State = turn.State with
        {
            Transfer = transfer with { Phase = TransferPhase.Offering, Reached = true },
            RelayWanted = turn.State.RelayWanted || paged.RelayMedia,
        };
        turn.Do(new CallEffect.StopTimer(CallTimer.Transfer));
        turn.Do(new CallEffect.StartTimer(CallTimer.NoAnswer, paged.NoAnswer));
        foreach (var device in paged.Devices)
        {
            var leg = new DeviceLeg(
                new LegId(turn.State.Devices.Length + 1), device, DevicePhase.Invited, Acknowledged: false, default, paged.Kind, Number: transfer.Request.To, Home: transfer.Request.ToHome);
            turn.State = turn.State with { Devices = turn.State.Devices.Add(leg) };
            turn.Do(new CallEffect.InviteDevice(leg.Id, device));
        }
    }

    public static void Unavailable(CallTurn turn, Unavailability reason)
    {
        if (turn.State.Transfer is { Phase: TransferPhase.Paging } transfer)
        {
            turn.State = turn.State with { Transfer = transfer with { Reached = reason != Unavailability.Unknown } };
            Fail(turn, CallSetup.ReleaseOf(reason));
        }
    }

    /// <summary>The limits or rights of whoever asked forbid it, or no way leads there.</summary>
    public static void Refused(CallTurn turn, TransferPhase phase, ResponseCode code, Cause cause)
    {
        if (turn.State.Transfer?.Phase == phase)
        {
            Fail(turn, new Release(CallSetup.OutcomeOf(code), code, cause, ReleasedBy.Exchange));
        }
    }

    public static void Progressed(CallTurn turn, CallInput.DeviceProgressed progressed)
    {
        if (turn.State.Transfer is { Phase: TransferPhase.Offering, RangAt: null } transfer && progressed.Code.Value is 180 or 183)
        {
            turn.State = turn.State with { Transfer = transfer with { RangAt = turn.Now } };
            turn.Do(new CallEffect.ShowStage(DialogStage.Early));
            Report(turn, progressed.Code, isLast: false);
        }
    }

    public static void Answered(CallTurn turn, Transfer transfer, DeviceLeg leg)
    {
        turn.SetDevice(leg with { Phase = DevicePhase.Connected, Final = ResponseCode.Ok });
        turn.State = turn.State with { Transfer = transfer with { New = leg.Id } };
        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        CallRelease.CancelDevices(turn, completedElsewhere: true);
        CallJoining.Begin(turn);
    }

    /// <summary>One of the new number's devices will not take it.</summary>
    public static void LegEnded(CallTurn turn, Transfer transfer)
    {
        var legs = turn.State.Devices[(transfer.FirstLeg - 1)..];
        if (transfer.Phase == TransferPhase.Offering && (legs.Any(leg => leg.Final.IsGlobal) || legs.All(leg => leg.Phase == DevicePhase.Ended)))
        {
            Fail(turn, ReleaseCauses.OfRefusals(legs));
        }
    }

    public static void NoAnswer(CallTurn turn)
    {
        if (turn.State.Transfer is { Phase: TransferPhase.Offering })
        {
            Fail(turn, new Release(CallOutcome.NoAnswer, ResponseCode.Unavailable, Cause.NoAnswer, ReleasedBy.Exchange));
        }
    }

    public static void Elapsed(CallTurn turn)
    {
        switch (turn.State.Transfer?.Phase)
        {
            case TransferPhase.Admitting or TransferPhase.Paging or TransferPhase.OpeningRelay:
                Fail(turn, new Release(CallOutcome.Failed, ResponseCode.ServerError, Cause.TemporaryFailure, ReleasedBy.Exchange));
                break;
            case TransferPhase.Borrowing or TransferPhase.Taking:
                CallBorrowing.Refused(turn, ResponseCode.Timeout);
                break;
            case TransferPhase.Waiting:
                CallJoining.JoinWhenQuiet(turn);
                break;
        }
    }

    /// <summary>A party hangs up while a transfer is under way; true when the call goes on all the same.</summary>
    public static bool Outlives(CallTurn turn, LegId from)
    {
        if (turn.State.Transfer is not { } transfer)
        {
            return false;
        }

        if (!transfer.New.IsCaller && !transfer.IsReplacement && from == transfer.New)
        {
            turn.Do(new CallEffect.AcknowledgeDevice(from));
            turn.EndDevice(turn.State.Device(from)! with { Acknowledged = true }, ResponseCode.Ok);
            Fail(turn, new Release(CallOutcome.Abandoned, ResponseCode.Terminated, Cause.NormalClearing, ReleasedBy.Called));
            return true;
        }

        if (from != transfer.By || transfer.LeftAt is not null)
        {
            return from == transfer.By;
        }

        // RFC 5589 §6: who transfers may hang up as soon as its REFER was accepted. Whom it sent on waits for the new party.
        turn.State = turn.State with { Transfer = transfer with { LeftAt = turn.Now } };
        CallJoining.End(turn, from, hangUp: false);
        return true;
    }

    /// <summary>The call is over, whatever the transfer wanted.</summary>
    public static void Abandon(CallTurn turn, Release release)
    {
        if (turn.State.Transfer is { IsReplacement: true } replacement)
        {
            CallReplacing.Abandon(turn, replacement);
        }
        else if (turn.State.Transfer is { } transfer)
        {
            ReturnLent(turn, transfer);
            Close(turn, transfer, new Release(CallOutcome.Abandoned, ResponseCode.Terminated, release.Cause, release.By));
        }
    }

    /// <summary>It is as if nobody had asked; only who asked is told, and the attempt is recorded.</summary>
    public static void Fail(CallTurn turn, Release release)
    {
        var transfer = turn.State.Transfer!;
        if (transfer.IsReplacement)
        {
            CallReplacing.Fail(turn, transfer, release);
            return;
        }

        if (transfer.Request.Replaced is null)
        {
            turn.Do(new CallEffect.ReleaseTransfer());
        }

        CallRelease.CancelDevices(turn, completedElsewhere: false);
        ReturnLent(turn, transfer);
        if (turn.State.Device(transfer.New) is { Phase: DevicePhase.Connected } leg)
        {
            CallRelease.HangUpDevice(turn, leg, release.Cause);
        }

        CallJoining.CloseOpened(turn, transfer);
        Close(turn, transfer, release);
        if (transfer.LeftAt is not null)
        {
            // Nobody is left for the party that was to be sent on.
            CallRelease.Release(turn, release with { Outcome = CallOutcome.Answered, Response = ResponseCode.Ok });
        }
    }

    public static void Report(CallTurn turn, ResponseCode code, bool isLast)
    {
        if (turn.State.Transfer is { Request.Reports: true, LeftAt: null } transfer)
        {
            turn.Do(new CallEffect.ReportTransfer(transfer.By, code, isLast));
        }
    }

    private static void ReturnLent(CallTurn turn, Transfer transfer)
    {
        if (turn.State.Device(transfer.New) is { Phase: DevicePhase.Lent } leg)
        {
            CallBorrowing.Return(turn, leg);
        }
        else if (transfer is { Phase: TransferPhase.Borrowing, RangAt: not null })
        {
            turn.Do(new CallEffect.ReturnLeg());
        }
    }

    private static void Close(CallTurn turn, Transfer transfer, Release release)
    {
        Report(turn, release.Response, isLast: true);
        turn.Do(new CallEffect.StopTimer(CallTimer.Transfer));
        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        turn.State = turn.State with { Transfer = null, Steps = turn.State.Steps.Add(CallJoining.StepOf(turn, transfer) with { Failed = release }) };
    }

    private static ResponseCode? Refusal(CallState state, CallInput.ReferReceived refer)
    {
        if (state.Phase != CallPhase.Connected || !state.IsTalking(refer.From))
        {
            return ResponseCode.NoSuchDialog;
        }

        if (!refer.Request.IsAllowed)
        {
            return ResponseCode.Forbidden;
        }

        if (refer.Request is { To.Length: 0, Replaced: null })
        {
            return ResponseCode.BadRequest;
        }

        // One at a time, and not before both have each other.
        return state.Transfer is not null || state.Lending is not null || state.Newcomer is not null || state.Caller == CallerPhase.Answered ? ResponseCode.Pending : null;
    }
}
