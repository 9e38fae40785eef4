using ActorPbx.Domain.Records;

namespace ActorPbx.Domain.Calls;

/// <summary>
/// Provisional responses that the caller confirms by PRACK (RFC 3262). Its leg may be reliable where a device's is not, and the other way round: a device's own are
/// confirmed by its leg at once, but for one that brings an offer, whose answer the caller has.
/// </summary>
internal static class CallProvisionals
{
    /// <summary>Passes a device's provisional response on to the caller.</summary>
    public static void Ring(CallTurn turn, DeviceLeg leg, CallInput.DeviceProgressed progressed, bool rangBefore)
    {
        var session = progressed.HasSession && MayTellSession(turn.State, leg, progressed);

        // One plain ringing is enough; early media of each device is passed, in an early dialog of its own.
        if ((!session && rangBefore) || turn.State.Caller == CallerPhase.Ended)
        {
            return;
        }

        if (session && turn.State.Parties.Reliable)
        {
            turn.SetDevice(leg with { Early = EarlySession.Told });
        }

        turn.Do(new CallEffect.RingCaller(leg.Id, progressed.Code, session));
    }

    /// <summary>True when a device's answer must wait: RFC 3262 §3 has no 2xx before a session description that was sent reliably is confirmed.</summary>
    public static bool HoldsAnswer(CallState state, DeviceLeg leg) => state.Parties.Reliable && leg.Early == EarlySession.Told;

    /// <summary>True when the caller has the device's session already, and has said what it thinks of it.</summary>
    public static bool IsAgreed(DeviceLeg leg) => leg.Early == EarlySession.Confirmed;

    /// <summary>The caller's PRACK came, and confirms something.</summary>
    public static void Confirmed(CallTurn turn, CallInput.CallerConfirmed confirmed)
    {
        var leg = confirmed.OfSession && turn.State.Device(confirmed.Device) is { Early: EarlySession.Told } told ? told with { Early = EarlySession.Confirmed } : null;
        if (leg is not null)
        {
            turn.SetDevice(leg);
        }

        if (leg is not null && turn.State.Parties.LateOffer)
        {
            if (leg.Phase != DevicePhase.Ended)
            {
                // RFC 3262 §5: the offer came in the device's provisional response; the answer goes back in the PRACK to that.
                turn.Do(new CallEffect.ConfirmDevice(leg.Id));
            }
        }
        else if (confirmed.HasSession && !turn.State.IsOver)
        {
            // RFC 3262 §5: a PRACK may bring another offer. The device's PRACK is long gone, so it travels on as an UPDATE.
            ConnectIfHeld(turn, leg);
            CallExchanges.Received(turn, new CallInput.RequestReceived(LegId.Caller, confirmed.Device, confirmed.Exchange, "UPDATE", HasSession: true));
            return;
        }

        turn.Do(new CallEffect.AnswerRequest(confirmed.Exchange, ResponseCode.Ok));
        ConnectIfHeld(turn, leg);
    }

    /// <summary>No PRACK in 64·T1: RFC 3262 §3 has the INVITE refused with a 5xx.</summary>
    public static void Unconfirmed(CallTurn turn)
    {
        if (turn.State.Caller == CallerPhase.Waiting)
        {
            CallRelease.Release(turn, new Release(CallOutcome.Failed, ResponseCode.ServerTimeout, Cause.TimerExpiry, ReleasedBy.Exchange));
        }
    }

    private static void ConnectIfHeld(CallTurn turn, DeviceLeg? leg)
    {
        if (leg is { Phase: DevicePhase.Answered } && !turn.State.IsOver)
        {
            CallOffering.Connect(turn, leg);
        }
    }

    // RFC 3261 §13.2.1: the first description in a reliable message is the offer or the answer, and there is no second one in a response to this INVITE.
    // To a caller without offer it would be one, so it must be an offer of the device's, too.
    private static bool MayTellSession(CallState state, DeviceLeg leg, CallInput.DeviceProgressed progressed) =>
        !state.Parties.Reliable || (leg.Early == EarlySession.None && (progressed.Reliable || !state.Parties.LateOffer));
}
