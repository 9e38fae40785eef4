using System.Globalization;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>The requests inside a call's dialogs on their way from leg to leg, and their answers on the way back.</summary>
internal sealed class LegExchanges(CallLegs legs, CallMedia media)
{
    private Dictionary<ExchangeId, PassingRequest>? _passing;
    private Dictionary<LegId, PassingRequest>? _latest;

    /// <summary>Told of each REFER that was accepted.</summary>
    public Action<LegId, SipRequest>? Referred { get; set; }

    /// <summary>True for a request that carries nothing from leg to leg (an INFO may say all by its package alone: RFC 6086 §4.2.2).</summary>
    public static bool IsEmpty(SipRequest request) => request.Body.IsEmpty && !request.Headers.Contains(HeaderName.InfoPackage);

    /// <summary>The code that the leg which asked is told.</summary>
    public ResponseCode AsToldTheOther(LegId answering, SipResponse response)
    {
        switch (response.StatusCode)
        {
            // A challenge of one side is not for the other's credentials: it would give them away.
            case 401 or 407: return ResponseCode.Forbidden;
            // The timer of one leg is nothing to the other; the next request has the longer interval.
            case 422: legs.Sessions.Of(answering).Raise(response); return ResponseCode.ServerError;
            default: return new ResponseCode(response.StatusCode);
        }
    }

    /// <summary>A request in one of the dialogs; false when it was answered here because it does not fit the dialog.</summary>
    public bool Accept(RequestCame came)
    {
        var request = came.Transaction.Request;
        if (_latest?.GetValueOrDefault(came.Port.Leg) is { } latest && latest.IsSameAs(request))
        {
            latest.Join(came.Transaction);
            return false;
        }

        var verdict = came.Port.Leg.IsCaller ? legs.Caller.Accept(came.LocalTag, request) : legs.Device(came.Port.Leg).Accept(request);
        if (verdict != DialogVerdict.Ok)
        {
            // RFC 3261 §12.2.2: a CSeq below the last is answered 500.
            came.Transaction.Respond(SipResponse.For(request, verdict == DialogVerdict.OutOfOrder ? 500 : 481));
            return false;
        }

        if (legs.Sessions.Of(came.Port.Leg).Refusal(request) is { } tooSmall)
        {
            came.Transaction.Respond(tooSmall);
            return false;
        }

        var passing = new PassingRequest(came.Transaction, came.Port.Leg);
        (_passing ??= [])[came.Port.Exchange] = passing;
        if (legs.WayOf(came.Port.Leg).HasSeveralPaths)
        {
            (_latest ??= [])[came.Port.Leg] = passing;
        }

        return true;
    }

    public void Forward(ExchangeId id, LegId to, string method)
    {
        var passing = Find(id)!;
        passing.To = to;
        if (legs.NewRequest(to, passing.From, new SipMethod(method)) is not { } request)
        {
            Reply(id, ResponseCode.NoSuchDialog);
            return;
        }

        Carry(passing.Request, request.Request, to, method is "INVITE" or "UPDATE");
        passing.Passed = legs.Send(to, request, id);
    }

    public void ForwardAnswer(ExchangeId id, ResponseCode code, SipResponse? source)
    {
        if (Find(id) is not { } passing)
        {
            return;
        }

        var response = SipResponse.For(passing.Request, CodeFor(passing, code).Value);
        var refreshes = passing.Request.Method == SipMethod.Invite || passing.Request.Method == SipMethod.Update;
        if (source is not null)
        {
            PassedHeaders.CopyResponseHeaders(source, response);
            var asked = passing.Passed!.Request.Method;
            var passedRefreshes = asked == SipMethod.Invite || asked == SipMethod.Update;
            media.Transfer(source, response, legs.SideOf(passing.To), legs.SentByTowards(passing.From));
            if (passedRefreshes && code.IsSuccess)
            {
                media.Aim(passing.Request, legs.SideOf(passing.From), reset: true);
                media.Aim(source, legs.SideOf(passing.To), reset: true);
                legs.Retarget(passing.To, source);
                legs.Sessions.Hear(passing.To, passing.Passed.Request, source);
            }
        }

        if (refreshes && code.IsSuccess)
        {
            Confirm(passing, response);
        }
        else if (passing.Request.Method == SipMethod.Prack)
        {
            legs.Sessions.Told(passing.From, response);
        }

        passing.Respond(response);
        if (passing.Request.Method != SipMethod.Invite || !code.IsSuccess)
        {
            Remove(id);
        }
    }

    /// <summary>Answers a leg's request ourselves.</summary>
    /// <param name="id">Our name of it.</param>
    /// <param name="code">The response.</param>
    /// <param name="complete">Adds what else the response says.</param>
    public void Reply(ExchangeId id, ResponseCode code, Action<SipResponse>? complete = null)
    {
        if (Find(id) is { } passing)
        {
            Remove(id);
            var response = SipResponse.For(passing.Request, CodeFor(passing, code).Value);
            if (response.StatusCode == ResponseCode.ServerError.Value)
            {
                // RFC 3261 §14.2: a second INVITE while the first is open gets 500 with Retry-After of 0 to 10 seconds.
                response.Headers.Add(HeaderName.RetryAfter, Random.Shared.Next(11).ToString(CultureInfo.InvariantCulture));
            }
            else if (code.IsSuccess && passing.Request.Method == SipMethod.Refer)
            {
                Accept(passing, response);
            }
            else if (code.IsSuccess && passing.Request.Method == SipMethod.Update)
            {
                Confirm(passing, response);
            }

            complete?.Invoke(response);
            passing.Respond(response);
        }
    }

    public void RememberAck(ExchangeId id, SipRequest ack)
    {
        if (Find(id) is { } passing)
        {
            passing.Ack = ack;
            if (passing.Acknowledged)
            {
                Remove(id);
            }
        }
    }

    public void ForwardAck(ExchangeId id)
    {
        if (Find(id) is not { Passed: { } passed } passing)
        {
            return;
        }

        if (legs.NewAck(passing.To, passed) is { } ack)
        {
            if (passing.Ack is { } askers)
            {
                media.Transfer(askers, ack.Request, legs.SideOf(passing.From), legs.SentByTowards(passing.To));
                media.Aim(askers, legs.SideOf(passing.From), reset: true);
                legs.Sessions.Told(passing.To, ack.Request);
            }

            legs.WayOf(passing.To).Acknowledge(passed, ack);
        }

        passing.Acknowledged = true;
        if (passing.Ack is not null)
        {
            Remove(id);
        }
    }

    public void CancelPassed(ExchangeId id)
    {
        Find(id)?.Passed?.Cancel();
    }

    private PassingRequest? Find(ExchangeId id) => _passing?.GetValueOrDefault(id);

    private void Remove(ExchangeId id)
    {
        if (_passing is not null && _passing.Remove(id) && _passing.Count == 0)
        {
            // Most calls talk for minutes and have nothing passing.
            _passing = null;
        }
    }

    // RFC 3515 §2.4.4: the 2xx to a REFER makes a subscription in this dialog, unless none is wanted (RFC 4488 §4).
    private void Accept(PassingRequest passing, SipResponse response)
    {
        response.Headers.Add(HeaderName.Contact, $"<{(passing.From.IsCaller ? legs.Caller.Contact : legs.Device(passing.From).Contact)}>");
        response.Headers.CopyFrom(passing.Request, HeaderName.ReferSub);
        legs.Retarget(passing.From, passing.Request);
        Referred?.Invoke(passing.From, passing.Request);
    }

    // What a 2xx to an INVITE or UPDATE says of this side (RFC 3261 §12.2.2, RFC 3311 §5.2).
    private void Confirm(PassingRequest passing, SipResponse response)
    {
        response.Headers.Add(HeaderName.Contact, $"<{(passing.From.IsCaller ? legs.Caller.Contact : legs.Device(passing.From).Contact)}>");
        response.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        legs.Retarget(passing.From, passing.Request);
        Rebinding.Hear(legs.WayOf(passing.From), passing.Flow);
        legs.Sessions.Answer(passing.From, passing.Request, response);
    }

    private void Carry(SipRequest from, SipRequest to, LegId toLeg, bool refreshes)
    {
        if (refreshes)
        {
            to.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
            legs.Sessions.Of(toLeg).Offer(to);
        }

        to.Headers.Set(HeaderName.MaxForwards, ((from.MaxForwards ?? 70) - 1).ToString(CultureInfo.InvariantCulture));
        PassedHeaders.CopyRequestHeaders(from, to);
        media.Transfer(from, to, legs.SideOf(toLeg) == RelaySide.Caller ? RelaySide.Called : RelaySide.Caller, legs.SentByTowards(toLeg));
    }

    // An offer in a PRACK can neither wait nor be made again, whatever it met on the other side: it is not acceptable, and the session stays as it was (RFC 3311 §5.2).
    private static ResponseCode CodeFor(PassingRequest passing, ResponseCode code) =>
        passing.Request.Method == SipMethod.Prack && !code.IsSuccess && code != ResponseCode.NoSuchDialog && code != ResponseCode.Terminated ? ResponseCode.NotAcceptable : code;
}
