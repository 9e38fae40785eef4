using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Proxying;

/// <summary>
/// One request on its way through a proxy: the server transaction it came by, and one client transaction for each next hop that is tried, one after the
/// other. It ends with its transactions and knows nothing of dialogs. All callbacks run on transport and timer threads and must return at once.
/// </summary>
/// <remarks>
/// <code>
///                    | 1  Start
///                    v
///              +----------+  2  transport error, 503, or nothing heard of an INVITE in time, and there
///         +--->|  Silent  |     is a next hop, now or a while later: try that one; the silent one is cancelled
///         |    +----------+
///       2 |      |      | 3 100–199: pass on (100 ends here), set timer C
///         |      |      v
///         |      |   +-----------+  4  timer C: CANCEL
///         +------|---|   Heard   |  5  CANCEL of the caller: CANCEL to every hop that is left
///                |   +-----------+
///                |      |
///                v      v  6  2xx: pass on; hops that are left are cancelled
///              +------------+  7  300–699: pass the best on
///              |  Finished  |  8  no hop answered: 408 or 500 (an INVITE), nothing or 500 (others)
///              +------------+  9  2xx again: pass on
/// </code>
/// </remarks>
public abstract class ProxiedRequest(SipProxy proxy, ServerTransaction received) : TimerNode, IServerTransactionUser, IClientTransactionUser
{
    private readonly Lock _gate = new();
    private readonly ulong _loopMark = LoopDetection.MarkOf(received.Request);
    private TriedHops _hops;
    private SipResponse? _best;
    private string? _cancelReason;
    private HopPatience _patience;
    private bool _isCancelled, _isFinished, _timedOut;

    /// <summary>The request as it came.</summary>
    protected ServerTransaction Received => received;

    ServerTransaction? IClientTransactionUser.Upstream => received;

    /// <summary>How long the last next hop may say nothing at all to an INVITE; zero leaves it to timer B (64·T1).</summary>
    protected virtual TimeSpan LongestSilence => proxy.Options.Patience;

    /// <summary>Tries the first next hop. Call it once, before the server transaction's callback returns.</summary>
    public void Start()
    {
        received.User = this;
        TryNextHop();
    }

    /// <summary>The hop to try now, the best one first; null when there is none: asked again while patience lasts. Called for one hop at a time; it must not block.</summary>
    protected abstract SipTarget? NextHop();

    /// <summary>The request is about to go to the hop that <see cref="NextHop"/> gave: the place to add header fields.</summary>
    protected virtual void Prepare(SipRequest copy)
    {
    }

    /// <summary>How long an answer of this hop takes on its way alone, as far as that is known: it is waited for so much longer.</summary>
    protected virtual TimeSpan RoundTripTo(SipTarget hop) => TimeSpan.Zero;

    /// <summary>A hop did not answer at all, or is lost: it could not be reached, or its connection broke, perhaps after it had said something.</summary>
    protected virtual void OnSilence(SipTarget hop, bool isLost, bool wasHeard)
    {
    }

    /// <summary>The caller has its final response, or will never get one (then 408). Called once.</summary>
    protected virtual void OnFinished(int status)
    {
    }

    /// <summary>The response of this proxy when no hop gave one.</summary>
    /// <param name="timedOut">Whether a hop was reached and kept silent; else none was reached.</param>
    protected virtual SipResponse NobodyAnswered(bool timedOut) =>
        // RFC 3261 §16.9: not reached counts as 503, which §16.7 item 6 turns into 500.
        SipResponse.For(received.Request, timedOut ? 408 : 500);

    /// <summary>RFC 3261 §16.10: the INVITE is answered by the 487 of the next hop.</summary>
    void IServerTransactionUser.OnCancel(ServerTransaction transaction, SipRequest cancel)
    {
        lock (_gate)
        {
            if (_isFinished || _isCancelled) return;
            (_isCancelled, _cancelReason) = (true, cancel.Headers.Get(HeaderName.Reason));
        }

        CancelAll(_cancelReason);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipResponse response)
    {
        if (response.StatusCode < 200) TakeProvisional(transaction, response);
        else if (!ForwardingRules.TakeOwnVia(response)) return;
        else if (response.IsSuccess) TakeSuccess(transaction, response);
        else TakeRefusal(transaction, response);
    }

    void IClientTransactionUser.OnTimeout(ClientTransaction transaction)
    {
        bool isLatest, isHeard;
        lock (_gate) (_timedOut, isHeard, isLatest) = (true, _patience.IsHeard, _hops.Leave(transaction));
        if (!isLatest) return;
        if (!isHeard) OnSilence(transaction.Target, isLost: false, isHeard);
        if (isHeard) GiveFinal();
        else TryNextHop();
    }

    void IClientTransactionUser.OnTransportError(ClientTransaction transaction, string why) => Lose(transaction, wasHeard: false);

    void IClientTransactionUser.OnConnectionEnded(ClientTransaction transaction) => Lose(transaction, wasHeard: true);

    /// <summary>A hop that was heard may yet answer over a new connection, but its answer may have gone down with the old one: it is asked again when it is back.</summary>
    private void Lose(ClientTransaction transaction, bool wasHeard)
    {
        bool isLatest;
        lock (_gate) isLatest = wasHeard ? proxy.Options.Patience > TimeSpan.Zero && _hops.TrySetAside(transaction) : _hops.Leave(transaction);
        if (wasHeard && isLatest) lock (_gate) _patience.Prolong(proxy.Wheel.Now);
        OnSilence(transaction.Target, isLost: true, wasHeard);
        if (isLatest) TryNextHop();
    }

    /// <summary>Silence (arrow 2) and timer C (arrow 4).</summary>
    protected internal override void OnDue(long now)
    {
        ClientTransaction? silent = null;
        bool isOverdue, isIdle = false;
        lock (_gate)
        {
            if (_isFinished) return;
            isOverdue = _patience.TakeTimerC(now);
            if (_patience.TakeSilence(now)) (silent, isIdle) = (_hops.Latest, _hops.IsIdle);
            SetTimer();
        }

        if (isOverdue) CancelAll(null);
        if (silent is not null) MoveOn(silent, now);
        else if (isIdle) TryNextHop();
    }

    private void TakeProvisional(ClientTransaction transaction, SipResponse response)
    {
        lock (_gate)
        {
            if (_isFinished) return;
            long? due = _patience.Due;
            _patience.Hear(proxy.Wheel.Now, response.StatusCode, _hops.IsLatest(transaction), proxy.Options.TimerC);
            // A node that is set already looks at the new time when it is due.
            if (due is null) SetTimer();
        }

        // RFC 3261 §16.7 item 5: a 100 is never passed on.
        if (response.StatusCode > 100 && ForwardingRules.TakeOwnVia(response)) received.Forward(response);
    }

    private void TakeSuccess(ClientTransaction transaction, SipResponse response)
    {
        bool isFirst;
        lock (_gate)
        {
            isFirst = !_isFinished;
            if (isFirst) Finish();
            _hops.Leave(transaction);
        }

        received.Forward(response);
        if (!isFirst) return;
        CancelAll(null);
        OnFinished(response.StatusCode);
    }

    private void TakeRefusal(ClientTransaction transaction, SipResponse response)
    {
        bool isLatest, triesNext;
        lock (_gate)
        {
            if (_isFinished) return;
            // What is said by a hop that was lost is the answer, unless it is of a copy that another one took over.
            isLatest = _hops.Leave(transaction) || (_hops.IsIdle && response.StatusCode is not (482 or 487));
            _best = ResponseChoice.Better(_best, response);
            // RFC 3263 §4.3: a 503 sends the request to the next server.
            triesNext = response.StatusCode == 503 && !_isCancelled;
        }

        if (triesNext && isLatest) TryNextHop();
        else if (isLatest || response.StatusCode >= 600) GiveFinal();
    }

    /// <summary>The hop keeps silent: another one is tried, if there is one, and this one is taken back should it ever be heard.</summary>
    private void MoveOn(ClientTransaction silent, long now)
    {
        SipTarget? hop;
        bool givesUp;
        lock (_gate)
        {
            if (_isFinished || _patience.IsHeard || !ReferenceEquals(_hops.Latest, silent)) return;
            hop = _isCancelled ? null : NextHop();
            givesUp = hop is null && !_patience.TryWaitOn(now);
            if (hop is not null || givesUp) _hops.TrySetAside(silent);
            else SetTimer();
        }

        OnSilence(silent.Target, isLost: false, wasHeard: false);
        if (hop is not null) SendTo(hop);
        else if (givesUp) GiveFinal();
        if (hop is not null) silent.Cancel();
    }

    private void TryNextHop()
    {
        SipTarget? hop = null;
        lock (_gate)
        {
            if (_isFinished) return;
            if (!_isCancelled) hop = NextHop();
            if (hop is null && !_isCancelled && _best is null && _patience.TryAwaitReturn(proxy.Wheel.Now))
            {
                SetTimer();
                return;
            }
        }

        if (hop is not null) SendTo(hop);
        else GiveFinal();
    }

    private void SendTo(SipTarget hop)
    {
        SipRequest copy = ForwardingRules.CopyFor(received.Request, proxy.Options);
        Prepare(copy);
        lock (_gate)
        {
            if (_isFinished) return;
            _hops.Begin(copy);
            _patience.Begin(proxy.Wheel.Now, proxy.Options, LongestSilence, copy.Method == SipMethod.Invite, RoundTripTo(hop));
            SetTimer();
        }

        ClientTransaction sent = proxy.Send(copy, _loopMark, hop, this);
        bool isCancelled;
        lock (_gate)
        {
            if (!_hops.TryNote(copy, sent)) return;
            isCancelled = _isCancelled;
        }

        if (isCancelled) sent.Cancel(_cancelReason);
    }

    /// <summary>No hop is left to wait for.</summary>
    private void GiveFinal()
    {
        SipResponse? best;
        lock (_gate)
        {
            if (_isFinished) return;
            Finish();
            best = _best;
        }

        CancelAll(null);
        if (best is not null) received.Forward(best = ResponseChoice.Tellable(received.Request, best));
        OnFinished(best?.StatusCode ?? AnswerInstead());
    }

    private int AnswerInstead()
    {
        SipRequest request = received.Request;
        // RFC 4320 §4.2: nothing is answered late to anything but an INVITE.
        if (_timedOut && request.Method != SipMethod.Invite) return 408;
        SipResponse answer = _isCancelled ? SipResponse.For(request, 487) : NobodyAnswered(_timedOut);
        received.Respond(answer);
        return answer.StatusCode;
    }

    private void CancelAll(string? reason)
    {
        ClientTransaction[] living;
        lock (_gate) living = _hops.Living();
        foreach (ClientTransaction transaction in living) transaction.Cancel(reason);
    }

    /// <summary>Caller holds the lock.</summary>
    private void Finish()
    {
        _isFinished = true;
        proxy.Wheel.Cancel(this);
    }

    /// <summary>Caller holds the lock.</summary>
    private void SetTimer()
    {
        if (_patience.Due is { } due) proxy.Wheel.Schedule(this, due);
    }
}
