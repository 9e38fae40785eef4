using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// A ringing phone sends the call on (3xx): by the rights of its number the call is made anew to where it says, and the caller waits on.
/// What its other devices do no longer matters: it is the number that sends the call on.
/// </summary>
internal static class CallDiverting
{
    /// <summary>So often a call is sent on, all nodes counted that it crossed.</summary>
    public const int MostHops = 5;

    public static void Redirected(CallTurn turn, CallInput.DeviceRedirected redirected)
    {
        var state = turn.State;
        if (state.Phase != CallPhase.Offering || state.Device(redirected.Leg) is not { Phase: DevicePhase.Invited, Kind: PartyKind.Phone } leg || !state.IsCurrent(leg.Id))
        {
            CallOffering.Refused(turn, redirected.Leg, redirected.Code, null);
            return;
        }

        if (Obstacle(state, redirected.To) is { } obstacle)
        {
            CallOffering.Refused(turn, leg.Id, obstacle, Cause.ExchangeRoutingError);
            return;
        }

        var step = new CallStep(
            StepKind.Redirected, RecordSide.Terminating, leg.Number, leg.Home, redirected.To, redirected.ToHome, redirected.Reason ?? Reason(state), redirected.Code,
            turn.Now, turn.Now, state.RingingAt, state.Devices.Length + 1);
        turn.EndDevice(leg, redirected.Code);
        CallRelease.CancelDevices(turn, completedElsewhere: true);
        turn.State = turn.State with { Phase = CallPhase.Admitting, Steps = state.Steps.Add(step), RingingAt = null, FallBackTried = false, CalleeReached = false };
        turn.Do(new CallEffect.StopTimer(CallTimer.NoAnswer));
        turn.Do(new CallEffect.StartTimer(CallTimer.Inner, CallLogic.InnerDeadline));
        if (state.Caller == CallerPhase.Waiting)
        {
            turn.Do(new CallEffect.TellCallerForwarded(leg.Id));
        }

        turn.Do(new CallEffect.AdmitDiversion(step.By, step.To, redirected.Device));
    }

    /// <summary>What the caller is told when the way that it was sent on to ends: of the number that it dialled there is nothing to complain.</summary>
    public static Release AsCallerSees(CallState state, Release release) =>
        !state.Steps.IsEmpty && release.Response.Value is 403 or 404
            ? release with { Response = ResponseCode.Unavailable, Outcome = CallOutcome.Unreachable }
            : release;

    private static ResponseCode? Obstacle(CallState state, string to)
    {
        var earlier = state.Parties.Earlier;
        if (state.Steps.Length + (earlier?.Count ?? 0) >= MostHops)
        {
            return ResponseCode.TooManyHops;
        }

        var wasThere = to == state.Parties.Called || (earlier?.Numbers.Contains(to) ?? false) || state.Steps.Any(step => step.To == to);
        return wasThere ? ResponseCode.LoopDetected : null;
    }

    // RFC 5806 §6: sent on without ringing, or while it rang.
    private static string Reason(CallState state) => state.RingingAt is null ? "unconditional" : "deflection";
}
