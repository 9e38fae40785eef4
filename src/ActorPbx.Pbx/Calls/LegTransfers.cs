using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Sessions;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>Transfers as SIP: what a REFER asks for, the NOTIFYs that tell how it goes, and the offer that brings two legs together.</summary>
internal sealed class LegTransfers(CallLegs legs, CallMedia media, TransferRights rights)
{
    private Dictionary<LegId, int>? _referred;
    private ReferSubscription? _reports;
    private ClientTransaction? _offer;
    private ReadOnlyMemory<byte> _before;
    private LegId _offered;

    /// <summary>A leg's REFER inside its dialog.</summary>
    public CallInput.ReferReceived Of(LegPort port, SipRequest refer) => new(port.Leg, port.Exchange, rights.Read(port.Leg, refer));

    /// <summary>The REFER of a leg was accepted: its reports will be about this one.</summary>
    public void Accepted(LegId leg, SipRequest refer)
    {
        // RFC 3515 §2.4.6: from the second REFER of a dialog on the reports must say which they mean.
        var before = (_referred ??= []).GetValueOrDefault(leg);
        _referred[leg] = before + 1;
        if (TransferRights.WantsReports(refer))
        {
            Reports.Begin(leg, refer.CSeq.Number, isFirst: before == 0);
        }
    }

    /// <summary>A leg's SUBSCRIBE inside its dialog, which refreshes or ends its reports.</summary>
    public void Subscribe(LegPort port, SipRequest subscribe) => Reports.Subscribe(port, subscribe);

    /// <summary>Tells a leg how its transfer goes.</summary>
    public void Report(LegId leg, ResponseCode code, bool isLast) => _reports?.Report(leg, code, isLast);

    /// <summary>Sends a leg the offer of one that answered; null when that has begun, else what the call hears of it at once.</summary>
    public CallInput? Offer(LegId to, LegId from)
    {
        if (legs.Device(from).Session is not { } session || !CallMedia.IsSession(session) || legs.Sessions.NewRequest(to, SipMethod.Invite) is not { } offer)
        {
            return new CallInput.JoinAnswered(ResponseCode.NotAcceptable, HasSession: false, TimeSpan.Zero);
        }

        // The relay is aimed when both have agreed: until then it serves those who have each other.
        PassedHeaders.CopyBodyHeaders(session, offer.Request);
        offer.Request.Body = media.Seen(session.Body, legs.SideOf(from), legs.SentByTowards(to));
        (_offered, _before) = (to, legs.Sessions.Of(to).Said);
        _offer = legs.Send(to, offer, ExchangeId.Join);
        return null;
    }

    /// <summary>What a leg says to the offer that joins it with another; null for anything else.</summary>
    public LegEvent? Heard(object message) => message switch
    {
        ResponseCame { Port.Exchange: var exchange } came when exchange == ExchangeId.Join => came.Response.IsProvisional ? null : Answered(came.Port.Leg, came.Response),
        ResponseMissing { Port.Exchange: var exchange } when exchange == ExchangeId.Join => new LegEvent(new CallInput.JoinAnswered(ResponseCode.Timeout, HasSession: false, TimeSpan.Zero)),
        _ => null,
    };

    /// <summary>Aims the relay at two legs that are joined; what the second says, as the first is to be told.</summary>
    public ReadOnlyMemory<byte> Join(LegId leg, SipResponse answer)
    {
        if (legs.Device(leg).Session is { } session)
        {
            media.Aim(session, legs.SideOf(leg), reset: true);
        }

        media.Aim(answer, legs.SideOf(_offered), reset: true);
        return media.Seen(answer.Body, legs.SideOf(_offered), legs.SentByTowards(leg));
    }

    /// <summary>The leg that took the offer is told once more what it was told before that.</summary>
    public void Restore() => legs.Sessions.Owe(_offered, _before);

    /// <summary>The ACK of a leg that answered, with what the leg that it is joined with says to its offer.</summary>
    public void Acknowledge(LegId leg, SipResponse answer)
    {
        var device = legs.Device(leg);
        if (device.Session is { } session)
        {
            media.Aim(session, legs.SideOf(leg), reset: true);
        }

        device.Acknowledge(ack =>
        {
            media.Transfer(answer, ack, legs.SideOf(_offered), legs.SentByTowards(leg));
            legs.Sessions.Told(leg, ack);
        });
        media.Aim(answer, legs.SideOf(_offered), reset: true);
        device.Forget();
    }

    private ReferSubscription Reports => _reports ??= new ReferSubscription(legs);

    private LegEvent Answered(LegId leg, SipResponse response)
    {
        var offer = _offer;
        _offer = null;
        if (response.IsSuccess && offer is not null)
        {
            legs.Retarget(leg, response);
            legs.Acknowledge(leg, offer);
            legs.Sessions.Hear(leg, offer.Request, response);
        }

        // Our Call-ID is that of the legs that we made.
        var again = response.StatusCode == 491 ? GlareBackOff.For(!leg.IsCaller, Random.Shared.NextDouble()) : TimeSpan.Zero;
        return new LegEvent(new CallInput.JoinAnswered(new ResponseCode(response.StatusCode), CallMedia.IsSession(response), again), response);
    }
}
