using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Sessions;

namespace ActorPbx.Pbx.Calls;

/// <summary>The session timers of a call's legs, and the requests of ours that keep them alive. What was agreed in a message is told to the call afterwards.</summary>
internal sealed class LegSessions(SessionTimerRules rules, CallLegs legs)
{
    private static readonly TimeSpan s_refused = TimeSpan.FromSeconds(10);

    private readonly List<LegSession> _sessions = [];
    private readonly Queue<CallInput> _agreed = [];

    /// <summary>The session of a leg.</summary>
    public LegSession Of(LegId leg)
    {
        while (_sessions.Count <= leg.Value)
        {
            _sessions.Add(new LegSession(rules));
        }

        return _sessions[leg.Value];
    }

    /// <summary>The next thing that was agreed; null when the call knows all.</summary>
    public CallInput? Next() => _agreed.TryDequeue(out var agreed) ? agreed : null;

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

    /// <summary>The answer to a late offer went to a leg in this ACK.</summary>
    public void Acknowledged(LegId leg, SipRequest ack) => Said(Of(leg), ack);

    /// <summary>Sends a leg what keeps its session alive; false when it has no dialog.</summary>
    public bool Refresh(LegId leg, string method)
    {
        var byUpdate = method == SipMethod.Update.Name;
        if (legs.NewRequest(leg, default, byUpdate ? SipMethod.Update : SipMethod.Invite) is not { } refresh)
        {
            return false;
        }

        var session = Of(leg);
        refresh.Request.Headers.Add(HeaderName.Allow, PassedHeaders.Allow);
        session.Offer(refresh.Request);
        if (!byUpdate && !session.Said.IsEmpty)
        {
            // RFC 4028 §7.4, RFC 3264 §8: the description as it was, its o= line untouched, says that nothing changes.
            refresh.Request.Headers.Add(HeaderName.ContentType, "application/sdp");
            refresh.Request.Body = session.Said;
        }

        session.Refresh = legs.Send(leg, refresh, ExchangeId.Refresh);
        return true;
    }

    /// <summary>What a message means that belongs to a refresh of ours; null when it belongs to none, or means nothing.</summary>
    public CallInput? InputOf(object message) => message switch
    {
        ResponseCame { Port.Exchange: var exchange } came when exchange == ExchangeId.Refresh && !came.Response.IsProvisional => Answered(came.Port.Leg, came.Response),
        ResponseMissing { Port.Exchange: var exchange } missing when exchange == ExchangeId.Refresh => new CallInput.RefreshAnswered(missing.Port.Leg, ResponseCode.Timeout, s_refused),
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
            }

            Tell(leg, session.Hear(refresh.Request, response));
        }

        // Our Call-ID is that of the legs that we made.
        var again = response.StatusCode == 491 ? GlareBackOff.For(!leg.IsCaller, Random.Shared.NextDouble())
            : response.StatusCode == 422 && session.Raise(response) ? TimeSpan.Zero
            : s_refused;
        return new CallInput.RefreshAnswered(leg, new ResponseCode(response.StatusCode), again);
    }

    private void Tell(LegId leg, SessionTerms? terms) => _agreed.Enqueue(new CallInput.SessionAgreed(leg, terms));

    private static void Said(LegSession session, SipMessage message)
    {
        if (CallMedia.IsSession(message))
        {
            session.Said = message.Body;
        }
    }
}
