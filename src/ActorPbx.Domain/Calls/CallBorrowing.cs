using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>An attended transfer: the new party is one that the transferor talks with in another call. That call lends its leg, and gives it when this one has joined it.</summary>
internal static class CallBorrowing
{
    /// <summary>So long the other party may take to make an offer, and some more.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(40);

    /// <summary>So long it may ring there: as long as anybody lets a phone ring, and some more.</summary>
    private static readonly TimeSpan s_longestRing = TimeSpan.FromMinutes(5);

    public static void Begin(CallTurn turn, DialogName replaced)
    {
        var transfer = turn.State.Transfer!;
        turn.State = turn.State with { Transfer = transfer with { Phase = TransferPhase.Borrowing } };
        turn.Do(new CallEffect.StartTimer(CallTimer.Transfer, s_patience));
        turn.Do(new CallEffect.WantLeg(replaced, transfer.Number));
    }

    /// <summary>The other call still rings: who asked hears so, and waits as long as phones ring (RFC 5589 §7.6).</summary>
    public static void Promised(CallTurn turn)
    {
        if (turn.State.Transfer is not { Phase: TransferPhase.Borrowing } transfer)
        {
            turn.Do(new CallEffect.ReturnLeg());
            return;
        }

        turn.State = turn.State with { Transfer = transfer with { RangAt = turn.Now } };
        turn.Do(new CallEffect.StartTimer(CallTimer.Transfer, s_longestRing));
        CallTransfers.Report(turn, ResponseCode.Ringing, isLast: false);
    }

    /// <summary>The other call's leg made an offer.</summary>
    public static void Lent(CallTurn turn, CallInput.LegLent lent)
    {
        if (turn.State.Transfer is not { Phase: TransferPhase.Borrowing } transfer)
        {
            turn.Do(new CallEffect.ReturnLeg());
            return;
        }

        var leg = new DeviceLeg(
            new LegId(turn.State.Devices.Length + 1), lent.Device, DevicePhase.Lent, Acknowledged: true, ResponseCode.Ok, lent.Kind, Number: lent.Number, Home: lent.Home);
        turn.State = turn.State with
        {
            Devices = turn.State.Devices.Add(leg),
            RelayWanted = turn.State.RelayWanted || lent.RelayMedia,
            Transfer = transfer with { New = leg.Id, Reached = true, Request = transfer.Request with { To = lent.Number, ToHome = lent.Home } },
        };
        CallJoining.Begin(turn);
    }

    public static void Refused(CallTurn turn, ResponseCode code)
    {
        if (turn.State.Transfer is not { Request.Replaced: not null, Phase: TransferPhase.Borrowing or TransferPhase.Taking or TransferPhase.OpeningRelay or TransferPhase.Waiting or TransferPhase.Joining } transfer)
        {
            return;
        }

        if (turn.State.Device(transfer.New) is { Phase: DevicePhase.Lent } leg)
        {
            turn.EndDevice(leg, leg.Final);
        }

        CallTransfers.Fail(turn, new Release(CallOutcome.Failed, code, Cause.Of(code), ReleasedBy.Exchange));
        if (transfer.Phase == TransferPhase.Taking)
        {
            // Who stays was told of a party that has gone meanwhile.
            CallRelease.Release(turn, new Release(CallOutcome.Answered, ResponseCode.Ok, Cause.NormalClearing, ReleasedBy.Exchange));
        }
    }

    /// <summary>Who stays has answered: the leg is asked for.</summary>
    public static void Take(CallTurn turn, Transfer transfer)
    {
        turn.State = turn.State with { Transfer = transfer with { Phase = TransferPhase.Taking } };
        turn.Do(new CallEffect.StartTimer(CallTimer.Transfer, CallLogic.InnerDeadline));
        turn.Do(new CallEffect.TakeLeg(transfer.New));
    }

    /// <summary>The leg is this call's from now on.</summary>
    public static void Given(CallTurn turn, SessionTerms? terms)
    {
        if (turn.State.Transfer is { Phase: TransferPhase.Taking } transfer && turn.State.Device(transfer.New) is { } leg)
        {
            turn.SetDevice(leg with { Phase = DevicePhase.Connected });
            turn.Do(new CallEffect.StopTimer(CallTimer.Transfer));
            CallJoining.Complete(turn, transfer with { Terms = terms });
        }
    }

    /// <summary>The leg goes back to its own call.</summary>
    public static void Return(CallTurn turn, DeviceLeg leg)
    {
        turn.EndDevice(leg, leg.Final);
        turn.Do(new CallEffect.ReturnLeg());
    }
}
