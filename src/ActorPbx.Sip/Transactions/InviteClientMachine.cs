using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The INVITE client transaction of RFC 3261 §17.1.1 with the Accepted state of RFC 6026 §7.2, the CANCEL rules of §9.1 and the ACK repetition of §13.2.2.4.</summary>
/// <remarks>
/// <code>
///                       | 1  user sends INVITE
///                       v
///               +--------------+  2  timer A (T1, doubling): send INVITE again
///   +-----------|   Calling    |
///   |           +--------------+
///   |  3 1xx: tell |   |    |
///   |    the user  v   |    |
///   |   +------------+ |    |
///   |   | Proceeding | |    |     4  more 1xx: tell the user
///   |   +------------+ |    |     5  CANCEL was asked for: send it (here, or on entering)
///   |     |     |  |   |    |
///   |     |     |  6 300-699: send ACK, tell the user
///   |     |     |  v        |
///   |     |     | +-----------+
///   |     |     | | Completed |  7  300-699 again: send the ACK again
///   |     |     | +-----------+
///   |     |     v 8 2xx: tell the user
///   |     |   +----------+
///   |     |   | Accepted |     9  2xx of a known To tag: send its ACK again
///   |     |   +----------+    10  2xx of a new To tag (fork): tell the user
///   | 11  |       |       |
///   | B   | 12    | 13    | 14
///   v     v       v M     v D
///  +---------------------------+  11 timer B, or the transport failed: tell the user
///  |        Terminated         |  12 64·T1 after CANCEL without a final response: tell the user
///  +---------------------------+
/// </code>
/// </remarks>
internal sealed class InviteClientMachine(TransactionLayer layer, ulong key, SipFlow flow, byte[] message) : ClientMachine(layer, key, flow, message)
{
    private enum State : byte
    {
        Calling,
        Proceeding,
        Accepted,
        Completed,
        Terminated,
    }

    private State _state;
    private bool _cancelAsked;
    private bool _cancelSent;
    private bool _isAbandoned;
    private bool _isSettled;
    private string? _cancelReason;
    private byte[]? _ackOfFailure;
    private AcceptedFork? _forks;
    private ServerMachine? _passage;

    public override TransactionKind Kind => TransactionKind.InviteClient;

    protected override bool IsOver => _state >= State.Accepted;

    /// <summary>A 2xx came.</summary>
    public bool IsAnswered => _forks is not null;

    /// <summary>The machine of an abandoned call, for a 2xx that it does not know. It is in the table unless another thread was faster.</summary>
    public static InviteClientMachine Revive(TransactionLayer layer, in SettledTransaction settled, byte[] ack)
    {
        var machine = new InviteClientMachine(layer, settled.Key, settled.Flow, [])
        {
            _state = State.Accepted,
            _isAbandoned = true,
            _forks = AcceptedFork.Of(settled, ack),
            EndAt = settled.EndAt,
        };
        if (!layer.SettledInvites.TryTake(settled.Key)) return machine;
        layer.Clients.TryAdd(settled.Key, machine);
        machine.SetTimer();
        return machine;
    }

    public override void OnResponse(SipResponse response, SipFlow from)
    {
        MachineClientTransaction? handle;
        ServerMachine? passage;
        bool isUnwanted;
        lock (this)
        {
            AcceptedFork? before = _forks;
            passage = response.IsSuccess ? _passage : null;
            handle = response.StatusCode switch
            {
                _ when passage is not null => null,
                < 200 => TakeProvisional(),
                < 300 => TakeSuccess(response),
                _ => TakeFailure(response),
            };
            isUnwanted = _isAbandoned && _forks != before;
            if (_isAbandoned) handle = null;
            else if (handle is null && _state != State.Terminated) Layer.Port.StatisticsOf(from.Transport).CountRetransmissionIn();
        }

        TellResponse(handle, response);
        if (isUnwanted) End(response);
        if (passage is not null && response.RemoveTopVia() && response.Headers.Contains(HeaderName.Via)) passage.Forward(response);
    }

    public void Cancel(string? reasonHeader)
    {
        lock (this)
        {
            if (_state > State.Proceeding || _cancelAsked) return;
            _cancelAsked = true;
            _cancelReason = reasonHeader;
            // RFC 3261 §9.1: not before a provisional response.
            if (_state == State.Proceeding) SendCancel();
        }
    }

    public void Acknowledge(SipRequest ack, SipTarget? target)
    {
        SipFlow? flow = Flow;
        if (target is not null && !Layer.Port.TryOpen(target, out flow, out string? why))
        {
            TellTransportError(why);
            return;
        }

        Outgoing.AddHops(ack);
        ack.PrependVia(Outgoing.ViaFor(flow, Branch.New()));
        byte[] message = MessageBytes.Of(ack);
        lock (this)
        {
            AcceptedFork? fork = AcceptedFork.Find(_forks, ack.ToTag);
            if (fork is not null)
            {
                fork.Ack = message;
                fork.Flow = flow;
            }

            Layer.Port.Send(flow, message);
        }
    }

    public void Abandon()
    {
        lock (this)
        {
            _isAbandoned = true;
            // CANCEL and the ACK of a refusal are made of the request.
            if (IsOver) Handle = null;
            if (_state == State.Accepted && !_isSettled && _forks is { IsOnly: true, Ack: { } ack } fork && fork.Flow == Flow) Settle(fork.ToTag, ack);
        }
    }

    private void Settle(ulong toTag, byte[] ack)
    {
        _isSettled = true;
        Layer.SettledInvites.Add(new SettledTransaction(Key, Kind, Flow, EndAt) { ToTag = toTag }, ack);
        Vanish();
    }

    /// <summary>Ends what a branch has accepted that nobody knows any longer, by the way of the INVITE.</summary>
    private void End(SipResponse success)
    {
        (SipRequest ack, SipRequest bye) = Outgoing.EndOf(success);
        Acknowledge(ack, null);
        string branch = Branch.New();
        bye.PrependVia(Outgoing.ViaFor(Flow, branch));
        new NonInviteClientMachine(Layer, TransactionKeys.OfClient(branch, SipMethod.Bye), Flow, MessageBytes.Of(bye)).Start(null, null);
    }

    private void TellTransportError(string why)
    {
        MachineClientTransaction? handle = Handle;
        if (handle is not null) Layer.Tell(static call => call.handle.User.OnTransportError(call.handle, call.why), (handle, why));
    }

    protected internal override void OnDue(long now)
    {
        MachineClientTransaction? handle = null;
        bool timedOut = false;
        lock (this)
        {
            if (_state == State.Terminated || _isSettled) return;
            if (EndAt <= now)
            {
                timedOut = _state <= State.Proceeding;
                handle = _isAbandoned ? null : Handle;
                Terminate();
            }
            else
            {
                if (RepeatAt <= now) Repeat(now);
                SetTimer();
            }
        }

        if (timedOut) TellTimeout(handle);
    }

    protected override void Terminate()
    {
        _state = State.Terminated;
        _forks = null;
        _passage = null;
        _ackOfFailure = null;
        Leave();
    }

    private void Repeat(long now)
    {
        // RFC 3261 §17.1.1.2: timer A doubles without T2's bound.
        Layer.Resend(Flow, Message!);
        Interval *= 2;
        RepeatAt = now + Interval;
    }

    private MachineClientTransaction? TakeProvisional()
    {
        if (_state > State.Proceeding) return null;
        if (_state == State.Calling)
        {
            _state = State.Proceeding;
            Message = null;
            RepeatAt = Never;
            EndAt = Never;
            if (_cancelAsked) SendCancel();
            SetTimer();
        }

        return Handle;
    }

    private MachineClientTransaction? TakeSuccess(SipResponse success)
    {
        if (_state is State.Completed or State.Terminated) return null;
        if (_state != State.Accepted)
        {
            _state = State.Accepted;
            Message = null;
            RepeatAt = Never;
            EndAt = Layer.Now + Layer.GiveUp;
            SetTimer();
        }

        if (Handle is { User.Upstream: { } upstream } proxied)
        {
            // RFC 6026 §7.2: a proxy keeps no account of forks, only the way back, for 64·T1: the request is let go.
            _passage = upstream.Passage;
            if (_passage is not null) Handle = null;
            return proxied;
        }

        AcceptedFork? known = AcceptedFork.Find(_forks, success.ToTag);
        if (known is not null)
        {
            if (known.Ack is not null) Layer.Resend(known.Flow!, known.Ack);
            return null;
        }

        return AcceptedFork.TryAdd(ref _forks, success.ToTag) ? Handle : null;
    }

    private MachineClientTransaction? TakeFailure(SipResponse failure)
    {
        if (_state == State.Completed && _ackOfFailure is not null) Layer.Resend(Flow, _ackOfFailure);
        if (_state > State.Proceeding || Handle is null) return null;
        MachineClientTransaction handle = Handle;
        _state = State.Completed;
        byte[] ack = MessageBytes.Of(Outgoing.AckOfFailure(handle.Request, failure));
        Layer.Port.Send(Flow, ack);
        if (Flow.Transport.IsReliable())
        {
            // Timer D is 0 over reliable transports.
            Terminate();
            return handle;
        }

        _ackOfFailure = ack;
        Handle = null;
        Message = null;
        RepeatAt = Never;
        EndAt = Layer.Now + Layer.D;
        SetTimer();
        return handle;
    }

    private void SendCancel()
    {
        if (_cancelSent || Handle is null) return;
        _cancelSent = true;
        // RFC 3261 §9.1: nobody waits longer than 64·T1 for the final response after it.
        EndAt = Layer.Now + Layer.GiveUp;
        SetTimer();
        SipRequest cancel = Outgoing.CancelOf(Handle.Request, _cancelReason);
        ulong cancelKey = TransactionKeys.OfClient(cancel.TopVia.Branch!, SipMethod.Cancel);
        new NonInviteClientMachine(Layer, cancelKey, Flow, MessageBytes.Of(cancel)).Start(null, null);
    }
}
