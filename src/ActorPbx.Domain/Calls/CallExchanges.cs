namespace ActorPbx.Domain.Calls;

/// <summary>Requests inside the dialogs (re-INVITE, UPDATE, INFO, MESSAGE …) and their answers pass from leg to leg.</summary>
internal static class CallExchanges
{
    public static void Received(CallTurn turn, CallInput.RequestReceived request)
    {
        if (HasOurAnswer(turn.State, request))
        {
            CallOffering.CallerAcknowledged(turn);
        }

        var refusal = Refusal(turn.State, request, out var to);
        if (refusal != default)
        {
            turn.Do(new CallEffect.AnswerRequest(request.Exchange, refusal));
            return;
        }

        if (request is { IsEmpty: true, Method: "UPDATE" or "INFO" or "MESSAGE" })
        {
            // The leg asks whether its session is still there, as miniSIPServer's does, or refreshes its timer (RFC 4028 §8); that is for us to say.
            turn.Do(new CallEffect.AnswerRequest(request.Exchange, ResponseCode.Ok));
            return;
        }

        if (turn.State.Transfer is { LeftAt: not null } transfer && transfer.By == to)
        {
            // Its partner has gone and the new one is not there yet.
            turn.Do(new CallEffect.AnswerRequest(request.Exchange, ResponseCode.Pending));
            return;
        }

        foreach (var exchange in turn.State.Exchanges)
        {
            if (IsOutrun(exchange, request))
            {
                turn.RemoveExchange(exchange);
            }
        }

        var invite = request.Method == "INVITE";
        turn.AddExchange(new Exchange(
            request.Exchange, request.From, to, request.Method,
            Offers: Offers(request), LateOffer: invite && !request.HasSession, Answered: false));
        turn.Do(new CallEffect.ForwardRequest(request.Exchange, to, request.Method));
    }

    public static void Answered(CallTurn turn, ExchangeId id, ResponseCode code, TimeSpan again = default)
    {
        if (turn.FindExchange(id) is not { Answered: false } exchange)
        {
            return;
        }

        if (id == ExchangeId.Change)
        {
            turn.RemoveExchange(exchange);
            CallChanges.Answered(turn, exchange, code, again);
            EndIfDialogIsGone(turn, exchange, code);
            return;
        }

        turn.Do(new CallEffect.ForwardAnswer(id, code));
        if (exchange.Method == "INVITE" && code.IsSuccess)
        {
            turn.ReplaceExchange(exchange, exchange with { Answered = true });
            if (!exchange.LateOffer)
            {
                turn.Do(new CallEffect.ForwardAck(id));
            }

            return;
        }

        turn.RemoveExchange(exchange);
        EndIfDialogIsGone(turn, exchange, code);
    }

    public static void Acknowledged(CallTurn turn, ExchangeId id)
    {
        if (turn.FindExchange(id) is not { Answered: true } exchange)
        {
            return;
        }

        turn.RemoveExchange(exchange);
        if (exchange.LateOffer)
        {
            turn.Do(new CallEffect.ForwardAck(id));
        }
    }

    public static void Cancelled(CallTurn turn, ExchangeId id)
    {
        if (turn.FindExchange(id) is { Answered: false, Method: "INVITE" })
        {
            turn.Do(new CallEffect.CancelRequest(id));
        }
    }

    public static void Unacknowledged(CallTurn turn, ExchangeId id)
    {
        if (turn.FindExchange(id) is { Answered: true })
        {
            CallRelease.Release(turn, Lost);
        }
    }

    /// <summary>A leg is out of the call: what it asked, or was asked, has no other end any longer.</summary>
    public static void Abort(CallTurn turn, LegId leg)
    {
        foreach (var exchange in turn.State.Exchanges)
        {
            if (exchange.From == leg || exchange.To == leg)
            {
                Abort(turn, exchange);
                turn.RemoveExchange(exchange);
            }
        }
    }

    public static void Abort(CallTurn turn, Exchange exchange)
    {
        // RFC 3261 §15.1.2: requests still open in an ended dialog get 487.
        if (exchange.Answered)
        {
            turn.Do(new CallEffect.ForwardAck(exchange.Id));
        }
        else
        {
            turn.Do(new CallEffect.AnswerRequest(exchange.Id, ResponseCode.Terminated));
        }
    }

    private static Release Lost => new(Records.CallOutcome.Answered, ResponseCode.Ok, Cause.TimerExpiry, Records.ReleasedBy.Exchange);

    private static ResponseCode Refusal(CallState state, CallInput.RequestReceived request, out LegId to)
    {
        to = request.From.IsCaller ? request.Peer : LegId.Caller;
        if (state.IsOver)
        {
            return ResponseCode.NoSuchDialog;
        }

        if (state.Phase == CallPhase.Connected)
        {
            to = state.PartnerOf(request.From);
            return state.IsTalking(request.From) ? Glare(state, request) : ResponseCode.NoSuchDialog;
        }

        var device = request.From.IsCaller ? request.Peer : request.From;
        return state.Device(device) is { Phase: DevicePhase.Invited or DevicePhase.Answered } && request.Method != "INVITE" ? Glare(state, request) : ResponseCode.NoSuchDialog;
    }

    private static ResponseCode Glare(CallState state, CallInput.RequestReceived request)
    {
        if (!Offers(request))
        {
            return default;
        }

        // RFC 3261 §14.2: the initial INVITE counts as open until its ACK; so does that of who takes another's place.
        if (state.Newcomer is not null)
        {
            return ResponseCode.Pending;
        }

        if (state.Caller == CallerPhase.Answered)
        {
            return ResponseCode.Pending;
        }

        if (CallSessions.IsOffering(state) || state.IsJoining)
        {
            return ResponseCode.Pending;
        }

        foreach (var exchange in state.Exchanges)
        {
            if (exchange.Offers && !IsOutrun(exchange, request))
            {
                // RFC 5407 §3.1.5: an offer of ours that its ACK is to answer collides, whoever makes the other one.
                return exchange.From == request.From && !exchange.Answered ? ResponseCode.ServerError : ResponseCode.Pending;
            }
        }

        return default;
    }

    // RFC 5407 §3.1.4: who offers again has our answer, and its ACK is late or lost on the way. It has nothing to say any longer.
    private static bool IsOutrun(Exchange exchange, CallInput.RequestReceived by) =>
        exchange is { Answered: true, LateOffer: false } && exchange.From == by.From && Offers(by);

    // The same for the initial INVITE, unless its ACK is to bring the session's answer (RFC 5407 §3.1.5).
    private static bool HasOurAnswer(CallState state, CallInput.RequestReceived request) =>
        state.Caller == CallerPhase.Answered && request.From.IsCaller && Offers(request) && state.Device(state.Connected) is { Acknowledged: true };

    private static bool Offers(CallInput.RequestReceived request) =>
        request.Method == "INVITE" || (request.Method == "UPDATE" && request.HasSession);

    private static void EndIfDialogIsGone(CallTurn turn, Exchange exchange, ResponseCode code)
    {
        // RFC 3261 §12.2.1.2: 481 says that the other side has no such dialog. A 408 ends it for what refreshes
        // the session (RFC 5057 §5.1 leaves the others to us: a phone that does not know INFO keeps its call).
        var refreshes = exchange.Method is "INVITE" or "UPDATE";
        if (turn.State.Phase == CallPhase.Connected && (code == ResponseCode.NoSuchDialog || (code == ResponseCode.Timeout && refreshes)))
        {
            CallRelease.Release(turn, Lost);
        }
    }
}
