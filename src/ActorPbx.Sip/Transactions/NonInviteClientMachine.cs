using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>The client transaction of every request but INVITE and ACK: RFC 3261 §17.1.2.</summary>
/// <remarks>
/// <code>
///                  | 1  user sends the request
///                  v
///           +--------------+  2  timer E (T1, doubling to T2): send it again
///           |    Trying    |
///           +--------------+
///             | 3 1xx: tell the user
///             v
///           +--------------+  4  timer E (T2): send it again
///           |  Proceeding  |  5  more 1xx: tell the user
///           +--------------+
///             | 6 200-699 (here or in Trying): tell the user
///             v
///           +--------------+
///           |  Completed   |  7  absorbs the answer's repetitions
///           +--------------+
///             | 8 timer K          9 timer F or the transport failed, before an answer: tell the user
///             v                    v
///           +------------------------+
///           |       Terminated       |
///           +------------------------+
/// </code>
/// </remarks>
internal sealed class NonInviteClientMachine(TransactionLayer layer, ulong key, SipFlow flow, byte[] message) : ClientMachine(layer, key, flow, message)
{
    private enum State : byte
    {
        Trying,
        Proceeding,
        Completed,
        Terminated,
    }

    private State _state;

    public override TransactionKind Kind => TransactionKind.NonInviteClient;

    protected override bool IsOver => _state >= State.Completed;

    public override void OnResponse(SipResponse response, SipFlow from)
    {
        MachineClientTransaction? handle;
        lock (this)
        {
            if (IsOver)
            {
                Layer.Port.StatisticsOf(from.Transport).CountRetransmissionIn();
                return;
            }

            handle = Handle;
            if (response.StatusCode < 200) _state = State.Proceeding;
            else Complete();
        }

        TellResponse(handle, response);
    }

    protected internal override void OnDue(long now)
    {
        MachineClientTransaction? handle;
        bool timedOut = false;
        lock (this)
        {
            if (IsOver) return;
            handle = Handle;
            if (EndAt <= now)
            {
                timedOut = true;
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
        Leave();
    }

    private void Repeat(long now)
    {
        Layer.Resend(Flow, Message!);
        Interval = _state == State.Proceeding ? Layer.T2 : Math.Min(2 * Interval, Layer.T2);
        RepeatAt = now + Interval;
    }

    private void Complete()
    {
        if (Flow.Transport.IsReliable())
        {
            // Timer K is 0 over reliable transports.
            Terminate();
            return;
        }

        _state = State.Completed;
        Layer.SettledClients.Add(new SettledTransaction(Key, Kind, Flow, Layer.Now + Layer.T4), []);
        Vanish();
    }
}
