using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The server transaction of every request but INVITE and ACK: RFC 3261 §17.2.2 as amended by RFC 4320.</summary>
/// <remarks>
/// <code>
///                  | 1  request: tell the user
///                  v
///            +------------+  2  request again: nothing to say yet
///            |   Trying   |
///            +------------+
///  4 user gives |      | 3 the client's timer E has reached T2
///    200-699    |      |   (T1·7, RFC 4320 §4.1): send 100
///               |      v
///               |    +------------+  5  request again: send the 100
///               |    | Proceeding |
///               |    +------------+
///               |      | 4          \
///               v      v             \ 8  64·T1 without an answer: nobody
///            +------------+           |   waits any more (RFC 4320 §4.2)
///            | Completed  |--+        |
///            |            |<-+  6  request again: send the answer
///            +------------+           |
///                  | 7  timer J       |
///                  v                  v
///            +------------------------------+
///            |          Terminated          |
///            +------------------------------+
/// </code>
/// </remarks>
internal sealed class NonInviteServerMachine(TransactionLayer layer, ulong key, ulong mergedKey, SipFlow flow) : ServerMachine(layer, key, mergedKey, flow)
{
    private enum State : byte
    {
        Trying,
        Proceeding,
        Completed,
        Terminated,
    }

    private State _state;

    public override TransactionKind Kind => TransactionKind.NonInviteServer;

    public override bool HasFinal => _state >= State.Completed;

    /// <summary>Sets the timers of arrows 3 and 8, unless the user has answered already.</summary>
    public void StartWaiting()
    {
        lock (this)
        {
            if (_state != State.Trying) return;
            RepeatAt = Layer.Now + TryingDelay();
            EndAt = Layer.Now + Layer.GiveUp;
            SetTimer();
        }
    }

    // RFC 4320 §4.1: no provisional response but 100, and that one is sent by arrow 3.
    public override void Respond(SipResponse response)
    {
        if (!HasFinal && response.StatusCode >= 200) Give(Complete(response));
    }

    public override void Forward(SipResponse response)
    {
        if (!HasFinal && response.StatusCode >= 200) Give(MessageBytes.Of(response));
    }

    private void Give(byte[] message)
    {
        string? why;
        MachineServerTransaction? handle;
        lock (this)
        {
            if (_state >= State.Completed) return;
            handle = Handle;
            why = Transmit(message);
            EnterCompleted(message);
        }

        if (why is not null) TellTransportError(handle, why);
    }

    public override void OnRetransmission()
    {
        lock (this)
        {
            // Arrows 5 and 6.
            if (_state == State.Completed) Layer.Repeat(Key);
            else if (Kept is not null) Layer.Resend(Flow, Kept);
        }
    }

    protected internal override void OnDue(long now)
    {
        lock (this)
        {
            if (HasFinal) return;
            if (EndAt <= now)
            {
                Terminate();
                return;
            }

            if (_state == State.Trying && RepeatAt <= now) SendTrying();
            SetTimer();
        }
    }

    private void SendTrying()
    {
        _state = State.Proceeding;
        RepeatAt = Never;
        if (Handle is null) return;
        Kept = Complete(SipResponse.For(Handle.Request, 100));
        Transmit(Kept);
    }

    private void EnterCompleted(byte[] message)
    {
        _state = State.Completed;
        if (Flow.Transport.IsReliable())
        {
            // Timer J is 0 over reliable transports.
            Terminate();
            return;
        }

        EndAt = Layer.Now + Layer.GiveUp;
        Settle(message);
    }

    private void Terminate()
    {
        _state = State.Terminated;
        Leave();
    }

    /// <summary>When a client's timer E, doubling from T1, becomes T2.</summary>
    private long TryingDelay()
    {
        long sum = 0;
        for (long interval = Layer.T1; interval < Layer.T2; interval *= 2) sum += interval;
        return sum;
    }
}
