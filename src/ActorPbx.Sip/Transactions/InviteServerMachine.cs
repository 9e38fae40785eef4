using System.Text;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The INVITE server transaction of RFC 3261 §17.2.1 with the Accepted state of RFC 6026 §7.1, and the 2xx repetition of RFC 3261 §13.3.1.4.</summary>
/// <remarks>
/// <code>
///                     | 1  INVITE: send 100, tell the user
///                     v
///              +--------------+  2  INVITE again: send the last 1xx
///              |  Proceeding  |--+
///              |              |<-+  3  user gives 1xx: send it
///              +--------------+
///    4 user gives |        | 6 user gives
///      300-699    |        |   2xx
///                 v        v
///     +-----------+        +------------+  7  INVITE again: absorb
///  +--| Completed |        |  Accepted  |--+
///  |  |           |--+     |            |<-+  8  until ACK, T1…T2: send the 2xx again
///  |  +-----------+  |     +------------+     9  ACK: tell the user, forget the 2xx
///  |    |   ^--------+       |
///  |    |    5 INVITE again, | 10 timer L (64·T1): end; without ACK tell the user
///  |    |      timer G: send |
///  |    | 11 ACK             |
///  |    v                    |
///  |  +-----------+          |
///  |  | Confirmed |          |
///  |  +-----------+          |
///  |    | 12 timer I         |
///  | 13 timer H              |
///  |    v                    v
///  |  +-------------------------+
///  +->|       Terminated        |
///     +-------------------------+
/// </code>
/// </remarks>
internal sealed class InviteServerMachine(TransactionLayer layer, ulong key, ulong mergedKey, SipFlow flow) : ServerMachine(layer, key, mergedKey, flow)
{
    private enum State : byte
    {
        Proceeding,
        Accepted,
        Completed,
        Confirmed,
        Terminated,
    }

    private State _state;
    private bool _acknowledged;
    private bool _cancelled;
    private bool _passedOn;
    private int _interval;
    private ulong _ackKey;
    private string? _localTag;
    private SipTarget? _sentBy;
    private ReliableResponses? _reliable;

    public override TransactionKind Kind => TransactionKind.InviteServer;

    /// <summary>A proxy has passed on a 2xx: the ACK concerns the called side.</summary>
    public bool IsPassedOn => _passedOn && _state == State.Accepted;

    public override bool HasFinal => _state != State.Proceeding;

    /// <summary>The To tag that the user gave in a response so far.</summary>
    public string LocalTag => _localTag ?? TransactionKeys.LocalTag(Key);

    /// <summary>Arrow 1: RFC 3261 §17.2.1 lets 200 ms pass before the 100; here it goes at once, before anyone is asked.</summary>
    public void SendTrying(SipRequest invite)
    {
        byte[] trying = Complete(SipResponse.For(invite, 100));
        lock (this)
        {
            if (_state != State.Proceeding) return;
            Kept = trying;
            Transmit(trying);
        }
    }

    public override void Respond(SipResponse response)
    {
        if (!HasFinal) Give(response, Complete(response));
    }

    public override void Forward(SipResponse response)
    {
        if (_state == State.Proceeding)
        {
            if (response.IsSuccess) _passedOn = true;
            Give(response, MessageBytes.Of(response));
        }
        else if (IsPassedOn && response.IsSuccess)
        {
            // RFC 6026 §7.1: in Accepted a proxy passes on each 2xx, be it a repetition or another fork's.
            byte[] message = MessageBytes.Of(response);
            lock (this) Transmit(message);
        }
    }

    /// <summary>RFC 3262 §3, for the dialog that the response's To tag names.</summary>
    public void RespondReliably(CSeq invite, SipResponse provisional)
    {
        lock (this)
        {
            if (_state != State.Proceeding) return;
            string tag = provisional.ToTag ?? LocalTag;
            if (ReliableResponses.Find(_reliable, tag) is null) _reliable = new ReliableResponses(this, Layer, invite, tag, _reliable);
            ReliableResponses.Find(_reliable, tag)!.Add(provisional);
        }
    }

    public PrackVerdict Confirm(SipRequest prack)
    {
        lock (this) return ReliableResponses.Find(_reliable, prack.ToTag)?.Confirm(prack) ?? PrackVerdict.Unknown;
    }

    /// <summary>Caller holds the lock.</summary>
    public void SendProvisional(byte[] message, string tag)
    {
        (Kept, _localTag) = (message, tag);
        Transmit(message);
    }

    private void Give(SipResponse response, byte[] message)
    {
        string? why;
        MachineServerTransaction? handle;
        lock (this)
        {
            if (_state != State.Proceeding) return;
            (handle, Kept) = (Handle, message);
            _localTag = response.ToTag;
            if (response.StatusCode >= 200) _reliable?.End();
            // The ACK of a 2xx may be here before the sending returns: it must find the machine.
            if (response.StatusCode is >= 200 and < 300) EnterAccepted(response);
            why = Transmit(message);
            if (response.StatusCode >= 300) EnterCompleted();
        }

        if (response.StatusCode >= 200) handle?.Settled?.Invoke();
        if (why is not null) TellTransportError(handle, why);
    }

    public override void OnRetransmission()
    {
        lock (this)
        {
            // Arrows 2, 5 and 7.
            if (_state is State.Proceeding or State.Completed && Kept is not null) Layer.Resend(Flow, Kept);
        }
    }

    /// <summary>An ACK of this transaction's own branch: it confirms a final response other than 2xx (arrow 11).</summary>
    public void OnAckOfBranch(SipRequest ack)
    {
        if (_state == State.Accepted)
        {
            // A peer of RFC 2543 acknowledges a 2xx with the INVITE's branch.
            OnAckOfSuccess(ack);
            return;
        }

        lock (this)
        {
            if (_state != State.Completed) return;
            _state = State.Confirmed;
            Kept = null;
            RepeatAt = Never;
            if (Flow.Transport.IsReliable())
            {
                Terminate();
                return;
            }

            EndAt = Layer.Now + Layer.T4;
            SetTimer();
        }
    }

    /// <summary>Arrow 9.</summary>
    public void OnAckOfSuccess(SipRequest ack)
    {
        MachineServerTransaction? handle;
        lock (this)
        {
            if (_state != State.Accepted || _acknowledged) return;
            _acknowledged = true;
            handle = Handle;
            Layer.AwaitingAck.Remove(_ackKey, this);
            Settle(Encoding.UTF8.GetBytes(LocalTag));
        }

        Layer.Tell(static call => call.handle?.User?.OnAck(call.handle, call.ack), (handle, ack));
    }

    /// <summary>RFC 3261 §9.2: CANCEL has no effect after a final response.</summary>
    public void OnCancel(SipRequest cancel)
    {
        MachineServerTransaction? handle;
        lock (this)
        {
            if (_state != State.Proceeding || _cancelled) return;
            _cancelled = true;
            handle = Handle;
        }

        Layer.Tell(static call => call.handle?.User?.OnCancel(call.handle, call.cancel), (handle, cancel));
    }

    protected internal override void OnDue(long now)
    {
        MachineServerTransaction? handle = null;
        lock (this)
        {
            // Acknowledged it is settled, unless it passes on what the called side repeats.
            if (_state == State.Terminated || (_acknowledged && !_passedOn)) return;
            if (EndAt <= now)
            {
                // Arrows 10, 12 and 13.
                if (_state == State.Accepted && !_acknowledged) handle = Handle;
                Terminate();
            }
            else if (RepeatAt <= now)
            {
                // Arrows 5 and 8.
                if (Kept is not null) Layer.Resend(Flow, Kept);
                _interval = (int)Math.Min(2L * _interval, Layer.T2);
                RepeatAt = now + _interval;
                SetTimer();
            }
            else
            {
                SetTimer();
            }
        }

        if (handle is not null) Layer.Tell(static h => h.User?.OnAckTimeout(h), handle);
    }

    protected override void Leave()
    {
        if (_ackKey != 0) Layer.AwaitingAck.Remove(_ackKey, this);
        base.Leave();
    }

    private void EnterCompleted()
    {
        _state = State.Completed;
        Handle = null;
        EndAt = Layer.Now + Layer.GiveUp;
        if (!Flow.Transport.IsReliable()) StartRepeating();
        SetTimer();
    }

    private void EnterAccepted(SipResponse success)
    {
        _state = State.Accepted;
        EndAt = Layer.Now + Layer.GiveUp;
        if (_passedOn)
        {
            // The called side waits for the ACK and repeats its 2xx, not this side.
            _acknowledged = true;
            LetGo();
            SetTimer();
            return;
        }

        _ackKey = TransactionKeys.OfAck(success.CallId, success.ToTag, success.CSeq.Number);
        Layer.AwaitingAck.TryAdd(_ackKey, this);
        // RFC 3261 §13.3.1.4: repeated over every transport, for a later hop may lose it.
        StartRepeating();
        SetTimer();
    }

    /// <summary>What is left for 64·T1 is the way back, for further 2xx.</summary>
    private void LetGo()
    {
        if (Flow.Transport.IsReliable()) _sentBy = SentBy();
        Kept = null;
        Handle = null;
    }

    protected override SipTarget? SentBy() => _sentBy ?? base.SentBy();

    private void StartRepeating()
    {
        _interval = (int)Layer.T1;
        RepeatAt = Layer.Now + _interval;
    }

    private void Terminate()
    {
        _state = State.Terminated;
        _reliable?.End();
        Leave();
    }
}
