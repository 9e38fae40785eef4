using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// One request on its way through T-MSS nodes, as one transaction to whoever sent it. Copies with the same Call-ID, From tag and CSeq go to one node after
/// the other as long as none is heard; <see cref="LinkCopies"/> says what their answers mean. Callbacks come on transport and timer threads.
/// </summary>
internal sealed class LinkRequest : ClientTransaction
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(500);

    private static readonly SipTarget s_severalNodes = new(SipTransport.Tls, new System.Net.IPEndPoint(System.Net.IPAddress.None, 0));

    private readonly Lock _gate = new();
    private readonly LinkCopies _copies;
    private readonly ILinkOutlet _links;
    private readonly LinkHops _hops;
    private readonly LinkReturn _return;
    private readonly IActionScheduler _scheduler;
    private SipRequest? _ack;
    private ICancelable? _timer;
    private string? _cancelReason;

    /// <param name="request">The request without Via; copies of it are sent.</param>
    /// <param name="links">The way out.</param>
    /// <param name="hops">The nodes to try, best first; asked for one after the other.</param>
    /// <param name="scheduler">For the silence of a node.</param>
    /// <param name="user">Who hears the answer.</param>
    public LinkRequest(SipRequest request, ILinkOutlet links, IEnumerable<LinkHop> hops, IActionScheduler scheduler, IClientTransactionUser user)
        : base(request, s_severalNodes, user)
    {
        (_links, _hops, _scheduler) = (links, new LinkHops(request, links, hops), scheduler);
        _copies = new LinkCopies(request.Method == SipMethod.Invite);
        _return = new LinkReturn(_hops, scheduler, LookForReturn);
    }

    /// <summary>Sends the first copy; with no node to send it to, it has timed out.</summary>
    public LinkRequest Start()
    {
        SeekNextOrEnd();
        return this;
    }

    public override void Cancel(string? reasonHeader = null)
    {
        LinkAttempt[] living;
        lock (_gate)
        {
            if (_copies.IsOver || _copies.IsCancelled)
            {
                return;
            }

            (_copies.IsCancelled, _cancelReason) = (true, reasonHeader);
            _timer?.Cancel();
            living = _copies.Living;
        }

        LinkAttempt.CancelAll(living, reasonHeader);
    }

    /// <summary>Sends the ACK by the path that its 2xx came, or another where that one breaks; the target is this side's business.</summary>
    public override void Acknowledge(SipRequest ack, SipTarget? target = null)
    {
        LinkAttempt[] answered;
        lock (_gate)
        {
            _ack = ack;
            answered = _copies.AnsweredBy(ack.ToTag ?? "");
        }

        foreach (var copy in answered)
        {
            new LinkAck(ack, _links, _scheduler).Send(copy);
        }
    }

    internal void OnResponse(LinkAttempt copy, SipResponse response)
    {
        LinkMoves moves;
        lock (_gate)
        {
            copy.IsHeard = true;
            if (_copies.IsLast(copy))
            {
                _timer?.Cancel();
            }

            moves = _copies.Answered(copy, response);
        }

        Do(moves);
    }

    /// <summary>A copy timed out, could not be delivered, or was heard and its connection is gone.</summary>
    internal void OnFailure(LinkAttempt copy, bool wasHeard)
    {
        LinkMoves moves;
        lock (_gate)
        {
            moves = wasHeard ? _copies.Lost(copy) : _copies.Failed(copy);
        }

        _links.ReportSilence(copy.Hop);
        Do(moves);
    }

    private void Do(LinkMoves moves)
    {
        LinkAttempt.CancelAll(moves.Cancel, null);
        if (moves.Acknowledge is { } copy && _ack is { } ack)
        {
            copy.Sent?.Acknowledge(ack.Copy(), copy.Hop.Target);
        }

        if (moves.SeeksNext)
        {
            SeekNextOrEnd();
        }

        if (moves.Tell is not null)
        {
            User.OnResponse(this, moves.Tell);
        }
        else if (moves.TimedOut)
        {
            User.OnTimeout(this);
        }
    }

    private void SeekNextOrEnd()
    {
        if (SeekNext())
        {
            return;
        }

        LinkMoves moves;
        lock (_gate)
        {
            if (_copies.AwaitsReturn)
            {
                _return.Await();
                return;
            }

            moves = _copies.EndIfNoneLives();
            AwaitLonger(_copies.Last);
        }

        Do(moves);
    }

    private void LookForReturn()
    {
        LinkAttempt? copy = null;
        var moves = LinkMoves.None;
        lock (_gate)
        {
            if (!_copies.AwaitsReturn || _return.IsOver(Request.ToTag is null && !_copies.WasHeard))
            {
                moves = _copies.EndIfNoneLives();
            }
            else if (_return.Next() is { } hop)
            {
                copy = Add(hop, _copies.TakesOver);
            }
        }

        if (copy is not null)
        {
            Send(copy);
        }

        Do(moves);
    }

    /// <summary>False when no node is left, or none may be tried.</summary>
    private bool SeekNext()
    {
        LinkAttempt copy;
        lock (_gate)
        {
            if (!_copies.MaySeek || (_hops.Next() ?? (_copies.LastLost is { } lost ? _hops.Instead(lost) : null)) is not { } hop)
            {
                return false;
            }

            copy = Add(hop, _copies.TakesOver);
        }

        Send(copy);
        return true;
    }

    private LinkAttempt Add(LinkHop hop, bool takesOver)
    {
        var copy = _copies.Add(new LinkAttempt(this, hop) { TakesOver = takesOver });
        Await(copy, s_silence + _links.RoundTripOf(copy.Hop));
        return copy;
    }

    private void LookLater(LinkAttempt copy) => _scheduler.ScheduleOnceCancelable(s_silence / 2, () => Look(copy));

    // An INVITE that was heard has no timer. When its node dies, nobody would ever answer.
    private void Look(LinkAttempt copy)
    {
        LinkAttempt? other = null;
        lock (_gate)
        {
            if (!_copies.IsWanted(copy))
            {
                return;
            }

            if (_hops.InPlaceOf(copy, _copies.Living) is { } hop)
            {
                _copies.Lose(copy);
                other = Add(hop, takesOver: true);
            }
        }

        if (other is not null)
        {
            Send(other);
            return;
        }

        _links.Try(copy.Hop);
        LookLater(copy);
    }

    private void Send(LinkAttempt copy)
    {
        var sent = _links.Send(copy.Of(Request), copy.Hop, copy);
        bool isCancelled;
        lock (_gate)
        {
            copy.Sent = sent;
            isCancelled = _copies.IsCancelled;
        }

        if (isCancelled)
        {
            sent.Cancel(_cancelReason);
        }
        else if (Request.Method == SipMethod.Invite)
        {
            LookLater(copy);
        }
    }

    private void Await(LinkAttempt copy, TimeSpan time)
    {
        _timer?.Cancel();
        _timer = _scheduler.ScheduleOnceCancelable(time, () => OnSilence(copy));
    }

    // Anything but an INVITE has its own timer F. RFC 3261 §14.1: a re-INVITE that is given up ends its call, and timer B is time for a line to come back.
    private void AwaitLonger(LinkAttempt? copy)
    {
        if (copy is not null && _copies.IsAwaited(copy) && Request.Method == SipMethod.Invite && Request.ToTag is null)
        {
            copy.IsSilent = true;
            Await(copy, LinkReturn.Patience + _links.RoundTripOf(copy.Hop));
        }
    }

    private void OnSilence(LinkAttempt copy)
    {
        LinkMoves moves;
        lock (_gate)
        {
            if (!_copies.IsAwaited(copy))
            {
                return;
            }

            // The last one broke, but an earlier one may only be late: it is waited for as long as its node gives signs of life.
            if (copy.IsOver && _copies.Living.Any(other => !_links.IsGone(other.Hop)))
            {
                AwaitLonger(copy);
                return;
            }

            moves = copy.IsSilent ? _copies.GaveUp() : new LinkMoves([], SeeksNext: true);
        }

        if (!copy.IsOver)
        {
            _links.ReportSilence(copy.Hop);
        }

        Do(moves);
    }
}
