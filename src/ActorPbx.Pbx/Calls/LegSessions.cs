using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Sdp;
using ActorPbx.Sip.Sessions;

namespace ActorPbx.Pbx.Calls;

/// <summary>The session timers of a call's legs, and the requests of ours that keep them alive. What was agreed in a message is told to the call afterwards.</summary>
internal sealed class LegSessions(SessionTimerRules rules, CallLegs legs, CallMedia media)
{
    private static readonly TimeSpan s_refused = TimeSpan.FromSeconds(10);
    // A phone whose connection broke is back in a moment.
    private static readonly TimeSpan s_unreached = TimeSpan.FromSeconds(1);

    private readonly List<LegSession> _sessions = new(2);
    private Queue<CallInput>? _agreed;

    /// <summary>The session of a leg.</summary>
    public LegSession Of(LegId leg)
    {
        while (_sessions.Count <= leg.Value)
        {
            _sessions.Add(new LegSession(rules));
        }

        return _sessions[leg.Value];
    }

    /// <summary>A leg brings its session along from another call.</summary>
    public void Adopt(LegId leg, LegSession session)
    {
        _ = Of(leg);
        _sessions[leg.Value] = session;
    }

    /// <summary>The next thing that was agreed; null when the call knows all.</summary>
    public CallInput? Next()
    {
        if (_agreed is null || !_agreed.TryDequeue(out var agreed))
        {
            _agreed = null;
            return null;
        }

        return agreed;
    }

    /// <summary>Answers a leg's INVITE or UPDATE with this 2xx.</summary>
    public void Answer(LegId leg, SipRequest theirs, SipResponse success)
    {
        var session = Of(leg);
        Said(session, success);
        Tell(leg, session.Answer(theirs, success));
    }

    /// <summary>A leg's 2xx to an INVITE or UPDATE of ours.</summary>
    public void Hear(LegId leg, SipRequest ours, SipResponse success)
    {
        var session = Of(leg);
        Said(session, ours);
        Tell(leg, session.Hear(ours, success));
    }

    /// <summary>A session description went to a leg in a message that no 2xx answers, or that is one without a timer: a reliable 18x, a PRACK or its 200, an ACK.</summary>
    public void Told(LegId leg, SipMessage message) => Said(Of(leg), message);

    /// <summary>A leg described its session where nothing is passed on: the other leg is to be told what it does not know.</summary>
    public void Compare(LegId leg, SipMessage message)
    {
        if (!CallMedia.IsSession(message))
        {
            return;
        }

        var other = legs.PeerOf(leg);
        var seen = media.Seen(message.Body, legs.SideOf(leg), legs.SentByTowards(other));
        media.Aim(message, legs.SideOf(leg), reset: true);
        Of(other).Owed = SessionChange.IsIn(seen.Span, Of(other).Said.Span) ? seen : default;
    }

    /// <summary>A leg is to be told this session description of the other one.</summary>
    public void Owe(LegId leg, ReadOnlyMemory<byte> session)
    {
        Of(leg).Owed = session;
        Settle(legs.PeerOf(leg));
    }

    /// <summary>The call shall see to it, if the other leg is still to be told of this one's session.</summary>
    public void Settle(LegId leg)
    {
        if (!Of(legs.PeerOf(leg)).Owed.IsEmpty)
        {
            Tell(new CallInput.SessionChanged(leg));
        }
    }

    /// <summary>Tells a leg how the other one's session is now.</summary>
    public void OfferChange(LegId leg)
    {
        var session = Of(leg);
        if (session.Owed.IsEmpty || NewRequest(leg, SipMethod.Invite) is not { } offer)
        {
            // An offer of the other leg has told it meanwhile.
            Tell(new CallInput.RequestAnswered(ExchangeId.Change, ResponseCode.Ok));
            return;
        }

        Describe(offer.Request, session.Owed);
        session.Change = legs.Send(leg, offer, ExchangeId.Change);
    }

    /// <summary>Sends a leg what keeps its session alive; false when it has no dialog.</summary>
    public bool Refresh(LegId leg, string method)
    {
        var byUpdate = method == SipMethod.Update.Name;
        if (NewRequest(leg, byUpdate ? SipMethod.Update : SipMethod.Invite) is not { } refresh)
        {
            return false;
        }

        var session = Of(leg);
        if (!byUpdate && !session.Said.IsEmpty)
        {
            // RFC 4028 §7.4, RFC 3264 §8: the description as it was, its o= line untouched, says that nothing changes.
            Describe(refresh.Request, session.Said);
        }

        session.Refresh = legs.Send(leg, refresh, ExchangeId.Refresh);
        return true;
    }

    /// <summary>What a message means that belongs to a refresh of ours; null when it belongs to none, or means nothing.</summary>
    public CallInput? InputOf(object message) => message switch
    {
        ResponseCame { Port.Exchange: var exchange } came when exchange == ExchangeId.Refresh && !came.Response.IsProvisional => Answered(came.Port.Leg, came.Response),
        ResponseCame { Port.Exchange: var exchange } came when exchange == ExchangeId.Change && !came.Response.IsProvisional => ChangeAnswered(came.Port.Leg, came.Response),
        ResponseMissing { Port.Exchange: var exchange } missing when exchange == ExchangeId.Refresh => new CallInput.RefreshAnswered(missing.Port.Leg, missing.Code, s_unreached),
        _ => null,
    };

    private CallInput.RefreshAnswered Answered(LegId leg, SipResponse response)
    {
        var session = Of(leg);
        var refresh = session.Refresh;
        session.Refresh = null;
        if (response.IsSuccess && refresh is not null)
        {
            legs.Retarget(leg, response);
            if (refresh.Request.Method == SipMethod.Invite)
            {
                legs.Acknowledge(leg, refresh);
                Compare(leg, response);
                Settle(leg);
            }

            Tell(leg, session.Hear(refresh.Request, response));
        }

        var again = response.StatusCode == 491 ? BackOff(leg)
            : response.StatusCode == 422 && session.Raise(response) ? TimeSpan.Zero
            : s_refused;
        return new CallInput.RefreshAnswered(leg, new ResponseCode(response.StatusCode), again);
    }

    private CallInput.RequestAnswered ChangeAnswered(LegId leg, SipResponse response)
    {
        var session = Of(leg);
        if (response.IsSuccess && session.Change is { } change)
        {
            legs.Retarget(leg, response);
            legs.Acknowledge(leg, change);
            // The answer aims the relay, and ends here: it cannot be told to a leg whose own words it answers.
            media.Aim(response, legs.SideOf(leg), reset: true);
            Hear(leg, change.Request, response);
        }

        session.Change = null;
        return new CallInput.RequestAnswered(ExchangeId.Change, new ResponseCode(response.StatusCode), BackOff(leg));
    }

    /// <summary>An INVITE or UPDATE of ours to a leg, with what it says of its timer; null when it has no dialog.</summary>
    public DialogRequest? NewRequest(LegId leg, SipMethod method)
    {
        if (legs.NewRequest(leg, default, method) is not { } request)
        {
            return null;
        }

        request.Request.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        Of(leg).Offer(request.Request);
        return request;
    }

    // Our Call-ID is that of the legs that we made.
    private static TimeSpan BackOff(LegId leg) => GlareBackOff.For(!leg.IsCaller, Random.Shared.NextDouble());

    private static void Describe(SipRequest request, ReadOnlyMemory<byte> session)
    {
        request.Headers.Add(HeaderName.ContentType, "application/sdp");
        request.Body = session;
    }

    private void Tell(LegId leg, SessionTerms? terms) => Tell(new CallInput.SessionAgreed(leg, terms));

    private void Tell(CallInput agreed) => (_agreed ??= []).Enqueue(agreed);

    private static void Said(LegSession session, SipMessage message)
    {
        if (CallMedia.IsSession(message))
        {
            (session.Said, session.Owed) = (message.Body, default);
        }
    }
}
