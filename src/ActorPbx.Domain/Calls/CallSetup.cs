using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>From the caller's INVITE to the INVITEs to the devices.</summary>
internal static class CallSetup
{
    public static void CallerAdmitted(CallTurn turn, CallInput.CallerAdmitted admitted)
    {
        if (turn.State.Phase != CallPhase.Admitting)
        {
            return;
        }

        turn.State = turn.State with { Phase = CallPhase.Paging, RelayWanted = turn.State.RelayWanted || admitted.RelayMedia };
        turn.Do(new CallEffect.PageCallee());
    }

    public static void CallerRefused(CallTurn turn, CallInput.CallerRefused refused)
    {
        if (turn.State.Phase == CallPhase.Admitting)
        {
            CallRelease.Release(turn, CallDiverting.AsCallerSees(turn.State, new Release(CallOutcome.Refused, refused.Code, refused.Cause, ReleasedBy.Exchange)));
        }
    }

    public static void CalleePaged(CallTurn turn, CallInput.CalleePaged paged)
    {
        if (turn.State.Phase != CallPhase.Paging)
        {
            return;
        }

        var legs = turn.State.Devices.ToBuilder();
        foreach (var device in paged.Devices)
        {
            legs.Add(new DeviceLeg(new LegId(legs.Count + 1), device, DevicePhase.Waiting, Acknowledged: false, default, paged.Kind, Number: turn.State.Called, Home: turn.State.CalledHome));
        }

        turn.State = turn.State with
        {
            Devices = legs.ToImmutable(),
            CalleeReached = true,
            Policy = turn.State.Policy with { NoAnswer = paged.NoAnswer },
            RelayWanted = turn.State.RelayWanted || paged.RelayMedia,
        };
        if (turn.State.RelayWanted && turn.State.Relay == RelayPhase.None)
        {
            turn.State = turn.State with { Phase = CallPhase.OpeningRelay, Relay = RelayPhase.Opening };
            turn.Do(new CallEffect.OpenRelay());
        }
        else
        {
            InviteDevices(turn);
        }
    }

    public static void CalleeUnavailable(CallTurn turn, Unavailability reason)
    {
        if (turn.State.Phase != CallPhase.Paging)
        {
            return;
        }

        turn.State = turn.State with { CalleeReached = reason != Unavailability.Unknown };
        CallRelease.Release(turn, CallDiverting.AsCallerSees(turn.State, ReleaseOf(reason)));
    }

    /// <summary>How a call ends whose number cannot be rung.</summary>
    public static Release ReleaseOf(Unavailability reason) => reason switch
    {
        Unavailability.Unknown => new Release(CallOutcome.UnknownNumber, ResponseCode.NotFound, Cause.UnallocatedNumber, ReleasedBy.Exchange),
        Unavailability.Unregistered => new Release(CallOutcome.Unreachable, ResponseCode.Unavailable, Cause.SubscriberAbsent, ReleasedBy.Exchange),
        Unavailability.Busy => new Release(CallOutcome.Busy, ResponseCode.Busy, Cause.UserBusy, ReleasedBy.Exchange),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason that the call does not know."),
    };

    /// <summary>What it is recorded as when no way leads to the number.</summary>
    public static CallOutcome OutcomeOf(ResponseCode code) => code.Value switch
    {
        404 => CallOutcome.UnknownNumber,
        403 => CallOutcome.Refused,
        486 => CallOutcome.Busy,
        480 or 503 => CallOutcome.Unreachable,
        _ => CallOutcome.Failed,
    };

    public static void CalleeRefused(CallTurn turn, ResponseCode code, Cause cause)
    {
        if (turn.State.Phase != CallPhase.Paging)
        {
            return;
        }

        if (turn.State.FallBackTried)
        {
            // There is no other way: the call ends as the link left it.
            CallRelease.Release(turn, ReleaseCauses.OfRefusals(turn.State.LegsOf(turn.State.Steps.Length)));
            return;
        }

        CallRelease.Release(turn, CallDiverting.AsCallerSees(turn.State, new Release(OutcomeOf(code), code, cause, ReleasedBy.Exchange)));
    }

    public static void RelayReady(CallTurn turn)
    {
        if (turn.State.Relay != RelayPhase.Opening)
        {
            return;
        }

        turn.State = turn.State with { Relay = RelayPhase.Open };
        if (turn.State.IsOver)
        {
            // The call ended while the ports were being opened.
            turn.State = turn.State with { Relay = RelayPhase.Closing };
            turn.Do(new CallEffect.CloseRelay());
            return;
        }

        InviteDevices(turn);
    }

    public static void RelayFailed(CallTurn turn, ResponseCode code, Cause cause)
    {
        if (turn.State.Relay != RelayPhase.Opening)
        {
            return;
        }

        turn.State = turn.State with { Relay = RelayPhase.Closed };
        if (turn.State.IsOver)
        {
            CallRelease.RelayEnded(turn, []);
            return;
        }

        CallRelease.Release(turn, new Release(CallOutcome.Failed, code, cause, ReleasedBy.Exchange));
    }

    private static void InviteDevices(CallTurn turn)
    {
        turn.State = turn.State with { Phase = CallPhase.Offering };
        turn.Do(new CallEffect.StopTimer(CallTimer.Inner));
        turn.Do(new CallEffect.StartTimer(CallTimer.NoAnswer, turn.State.Policy.NoAnswer));
        foreach (var leg in turn.State.Devices)
        {
            if (leg.Phase != DevicePhase.Waiting)
            {
                continue;
            }

            turn.SetDevice(leg with { Phase = DevicePhase.Invited });
            turn.Do(new CallEffect.InviteDevice(leg.Id, leg.Device));
        }
    }
}
