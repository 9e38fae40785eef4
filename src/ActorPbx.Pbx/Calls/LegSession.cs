using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Sessions;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>The session timer of one leg in its messages (RFC 4028): what this side offers, what it agrees to, and what a refresh needs.</summary>
internal sealed class LegSession(SessionTimerRules rules)
{
    private TimeSpan _floor = rules.Minimum;
    private SessionTerms? _terms;
    private bool _allowsUpdate;
    private bool _isUp;

    /// <summary>The session description that the peer was given last and did not refuse; empty for none.</summary>
    public ReadOnlyMemory<byte> Said { get; set; }

    /// <summary>The other leg's session as the peer is still to be told; empty when it knows.</summary>
    public ReadOnlyMemory<byte> Owed { get; set; }

    /// <summary>Our INVITE that tells so and is under way.</summary>
    public ClientTransaction? Change { get; set; }

    /// <summary>Our refresh that is under way.
    public ClientTransaction? Refresh { get; set; }

    /// <summary>Writes what we want into an INVITE or UPDATE of ours.</summary>
    public void Offer(SipRequest request)
    {
        if (!rules.IsOn)
        {
            return;
        }

        if (!_isUp)
        {
            // RFC 4028 §7.1: in the first INVITE the peer is left to say who refreshes. An UPDATE before the answer has no session to keep alive.
            var interval = rules.Interval > _floor ? rules.Interval : _floor;
            SessionTimerRules.Write(request, request.Method == SipMethod.Invite ? new SessionExpires(interval, Refresher.Unsaid) : null, _floor);
            return;
        }

        // RFC 4028 §7.4: every later one repeats interval and refresher, else the timer would end with it.
        SessionExpires? wanted = _terms is { } terms
            ? new SessionExpires(terms.Interval > _floor ? terms.Interval : _floor, terms.WeRefresh ? Refresher.Uac : Refresher.Uas)
            : null;
        SessionTimerRules.Write(request, wanted, _floor);
    }

    /// <summary>A 422 to an INVITE or UPDATE of ours; false when it asks for no more than was offered (RFC 4028 §7.3).</summary>
    public bool Raise(SipResponse tooSmall)
    {
        if (!rules.IsOn || SessionExpires.MinimumIn(tooSmall) is not { } minimum || minimum <= _floor || minimum <= rules.Interval && !_isUp)
        {
            return false;
        }

        _floor = minimum;
        return true;
    }

    /// <summary>The peer's 2xx to an INVITE or UPDATE of ours: what is in force from now on.</summary>
    public SessionTerms? Hear(SipRequest ours, SipResponse success)
    {
        Learn(success);
        if (!_isUp && ours.Method != SipMethod.Invite)
        {
            return null;
        }

        _isUp = true;
        // RFC 4028 §7.2: a 2xx that names no refresher leaves it to us. No peer may make us refresh more often than our minimum.
        return _terms = rules.IsOn && SessionExpires.In(success) is { } agreed
            ? new SessionTerms(agreed.Interval > rules.Minimum ? agreed.Interval : rules.Minimum, agreed.Refresher != Refresher.Uas, _allowsUpdate)
            : null;
    }

    /// <summary>Writes our answer into the 2xx to the peer's INVITE or UPDATE: what is in force from now on.</summary>
    public SessionTerms? Answer(SipRequest theirs, SipResponse success)
    {
        Learn(theirs);
        if (!_isUp && theirs.Method != SipMethod.Invite)
        {
            return null;
        }

        _isUp = true;
        _terms = null;
        if (rules.AnswerTo(theirs) is { } answer)
        {
            SessionTimerRules.Write(answer, theirs, success);
            _terms = new SessionTerms(answer.Interval, answer.Refresher == Refresher.Uas, _allowsUpdate);
        }

        return _terms;
    }

    /// <summary>The 422 to the peer's INVITE or UPDATE inside the dialog; null when its interval is long enough.</summary>
    public SipResponse? Refusal(SipRequest theirs) =>
        theirs.Method == SipMethod.Invite || theirs.Method == SipMethod.Update ? rules.Refusal(theirs) : null;

    private void Learn(SipMessage message)
    {
        if (message.Headers.Contains(HeaderName.Allow))
        {
            _allowsUpdate = message.HasOption(HeaderName.Allow, SipMethod.Update.Name);
        }
    }
}
