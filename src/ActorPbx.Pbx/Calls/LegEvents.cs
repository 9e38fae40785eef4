using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Provisionals;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>What a call is told of its legs, as an input for its logic, and the message that brought it.</summary>
internal readonly record struct LegEvent(CallInput Input, SipMessage? Cause = null);

/// <summary>Hears what the SIP stack tells a call. What concerns one leg alone (retransmissions, dialogues, timers) ends here; the rest means something to the call.</summary>
internal readonly struct LegEvents(CallLegs legs, LegTransfers transfers, LegLoans loans, ReturningPhones returning, CallRouting routing)
{
    /// <summary>What an event means to the call; null when it means nothing.</summary>
    public LegEvent? Of(object message) => message switch
    {
        _ when legs.Sessions.InputOf(message) is { } input => new LegEvent(input),
        ResponseCame { Port.Exchange: var exchange } when exchange == ExchangeId.Loan => loans.Of(message, ActorRefs.Nobody),
        ResponseMissing { Port.Exchange: var exchange } when exchange == ExchangeId.Loan => loans.Of(message, ActorRefs.Nobody),
        ResponseCame { Port.Exchange: var exchange } when exchange == ExchangeId.Join => transfers.Heard(message),
        ResponseMissing { Port.Exchange: var exchange } when exchange == ExchangeId.Join => transfers.Heard(message),
        ResponseCame { Port.IsSetup: true } came => OfInvite(came.Port.Leg, came.Response),
        ResponseCame came => OfPassed(came),
        ResponseMissing { Port.IsSetup: true } missing => IsTriedAgain(missing.Port.Leg) ? null : new LegEvent(new CallInput.DeviceUnreachable(missing.Port.Leg)),
        ResponseMissing missing => new LegEvent(new CallInput.RequestAnswered(missing.Port.Exchange, missing.Code)),
        RequestCame came => OfRequest(came),
        PhoneOverdue overdue => returning.GiveUp(overdue.Leg) ? new LegEvent(new CallInput.DeviceUnreachable(overdue.Leg)) : null,
        AckCame came => OfAck(came),
        _ => CallInputs.Of(message) is { } input ? new LegEvent(input) : null,
    };

    // RFC 5626 §5.3: over another flow of the same device, be it one that is still to come.
    private bool IsTriedAgain(LegId leg) => legs.InviteOverOtherFlow(leg) || returning.Await(leg);

    private LegEvent? OfInvite(LegId leg, SipResponse response)
    {
        // RFC 5626 §11.6: 430, a proxy's flow to the device is broken.
        if (legs.InviteAgain(leg, response) || (response.StatusCode == 430 && IsTriedAgain(leg)))
        {
            return null;
        }

        var code = new ResponseCode(response.StatusCode);
        var device = legs.Device(leg);
        if (code.IsProvisional)
        {
            return device.Progressed(response)
                ? new LegEvent(new CallInput.DeviceProgressed(leg, code, CallMedia.IsSession(response), RAck.SequenceOf(response) is not null), response)
                : null;
        }

        if (!code.IsSuccess)
        {
            return new LegEvent(
                Redirection.Of(leg, response, routing) as CallInput ?? new CallInput.DeviceRefused(leg, code, legs.IsLink(leg) ? PassedHeaders.CauseIn(response) : null), response);
        }

        if (!device.Answered(response))
        {
            return null;
        }

        legs.Sessions.Hear(leg, device.Sent, response);
        return new LegEvent(new CallInput.DeviceAnswered(leg), response);
    }

    private LegEvent? OfPassed(ResponseCame came) => came.Response.IsProvisional
        ? null
        : new LegEvent(new CallInput.RequestAnswered(came.Port.Exchange, legs.Exchanges.AsToldTheOther(came.Port.Leg, came.Response)), came.Response);

    private LegEvent? OfRequest(RequestCame came)
    {
        if (loans.PassesOn(came) || !legs.Exchanges.Accept(came))
        {
            return null;
        }

        var (request, port) = (came.Transaction.Request, came.Port);
        if (request.Method == SipMethod.Prack)
        {
            return OfPrack(came, request);
        }

        if (request.Method == SipMethod.Refer)
        {
            return new LegEvent(transfers.Of(port, request));
        }

        if (request.Method == SipMethod.Subscribe)
        {
            transfers.Subscribe(port, request);
            return null;
        }

        return new LegEvent(request.Method == SipMethod.Bye
            ? new CallInput.ByeReceived(port.Leg, port.Exchange)
            : new CallInput.RequestReceived(port.Leg, came.Peer, port.Exchange, request.Method.Name, CallMedia.IsSession(request), LegExchanges.IsEmpty(request)), request);
    }

    private LegEvent? OfPrack(RequestCame came, SipRequest prack)
    {
        // Of the INVITEs that come here only the caller's first one gets provisional responses from us.
        var verdict = came.Port.Leg.IsCaller ? legs.Caller.Confirm(prack) : PrackVerdict.Unknown;
        if (verdict == PrackVerdict.Unknown)
        {
            // RFC 3262 §3.
            legs.Exchanges.Reply(came.Port.Exchange, ResponseCode.NoSuchDialog);
            return null;
        }

        return new LegEvent(new CallInput.CallerConfirmed(came.Peer, came.Port.Exchange, verdict == PrackVerdict.ConfirmedSession, CallMedia.IsSession(prack)), prack);
    }

    private LegEvent OfAck(AckCame came)
    {
        if (came.Port.IsSetup)
        {
            legs.Sessions.Settle(legs.PeerOf(LegId.Caller));
            legs.Caller.Acknowledged();
            return new LegEvent(new CallInput.CallerAcknowledged(), came.Ack);
        }

        legs.Exchanges.RememberAck(came.Port.Exchange, came.Ack);
        return new LegEvent(new CallInput.RequestAcknowledged(came.Port.Exchange));
    }
}
