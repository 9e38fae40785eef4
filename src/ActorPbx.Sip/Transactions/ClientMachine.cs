using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>
/// The wire's end of a client transaction: what sends, repeats and gives up. Once the answer is there it lets go of the request and is little more than a
/// place where late messages end.
/// </summary>
internal abstract class ClientMachine(TransactionLayer layer, ulong key, SipFlow flow, byte[] message) : TimerNode, ISendObserver
{
    protected const long Never = long.MaxValue;

    private UdpFallback? _fallback;

    /// <summary>When to send the request again.</summary>
    protected long RepeatAt { get; set; } = Never;

    /// <summary>When the present state has lasted long enough.</summary>
    protected long EndAt { get; set; } = Never;

    protected long Interval { get; set; }

    /// <summary>The request's bytes while they may have to be sent again.</summary>
    protected byte[]? Message { get; set; } = message;

    /// <summary>The user's end while it can still be called.</summary>
    protected MachineClientTransaction? Handle { get; set; }

    protected TransactionLayer Layer { get; } = layer;

    protected SipFlow Flow { get; private set; } = flow;

    protected ulong Key { get; } = key;

    public abstract TransactionKind Kind { get; }

    protected abstract bool IsOver { get; }

    /// <summary>Read without the lock: a moment late does no harm.</summary>
    public bool AwaitsAnswer => !IsOver;

    public abstract void OnResponse(SipResponse response, SipFlow from);

    /// <summary>Enters the table and sends the request.</summary>
    /// <param name="handle">The user's end; null when nobody waits for the answer.</param>
    /// <param name="fallback">Where to go when the connection cannot be made (RFC 3261 §18.1.1).</param>
    public void Start(MachineClientTransaction? handle, UdpFallback? fallback)
    {
        Handle = handle;
        _fallback = fallback;
        Layer.Clients.TryAdd(Key, this);
        Layer.Statistics.CountAlive(Kind, 1);
        string? why;
        lock (this)
        {
            EndAt = Layer.Now + Layer.GiveUp;
            why = Depart();
        }

        if (why is not null) OnSendFailed(why);
    }

    public void OnSendFailed(string why)
    {
        MachineClientTransaction? handle;
        bool isHeard;
        lock (this)
        {
            if (IsOver) return;
            isHeard = Message is null;
            if (!isHeard && _fallback is not null && FallBack(_fallback)) return;
            handle = Handle;
            if (!isHeard) Terminate();
        }

        if (handle is null) return;
        if (isHeard) Layer.Tell(static h => h.User.OnConnectionEnded(h), handle);
        else Layer.Tell(static call => call.handle.User.OnTransportError(call.handle, call.why), (handle, why));
    }

    /// <summary>Caller holds the lock.</summary>
    protected abstract void Terminate();

    /// <summary>Caller holds the lock.</summary>
    protected void Leave()
    {
        Vanish();
        Layer.Statistics.CountAlive(Kind, -1);
    }

    /// <summary>The layer does the rest. Caller holds the lock.</summary>
    protected void Vanish()
    {
        Layer.Wheel.Cancel(this);
        Layer.Clients.Remove(Key, this);
        Handle = null;
        Message = null;
    }

    /// <summary>Caller holds the lock.</summary>
    protected void SetTimer()
    {
        long due = Math.Min(RepeatAt, EndAt);
        if (due == Never) Layer.Wheel.Cancel(this);
        else Layer.Wheel.Schedule(this, due);
    }

    protected void TellResponse(MachineClientTransaction? handle, SipResponse response)
    {
        if (handle is not null) Layer.Tell(static call => call.handle.User.OnResponse(call.handle, call.response), (handle, response));
    }

    protected void TellTimeout(MachineClientTransaction? handle)
    {
        Layer.Statistics.CountTimeout();
        if (handle is not null) Layer.Tell(static h => h.User.OnTimeout(h), handle);
    }

    private string? Depart()
    {
        if (!Flow.Transport.IsReliable())
        {
            Interval = Layer.T1;
            RepeatAt = Layer.Now + Interval;
        }

        SetTimer();
        return Layer.Port.Send(Flow, Message!, this);
    }

    private bool FallBack(UdpFallback fallback)
    {
        _fallback = null;
        Flow = fallback.Flow;
        Message = fallback.Rewrite();
        return Depart() is null;
    }
}

/// <summary>RFC 3261 §18.1.1: a long request that was moved to TCP goes over UDP after all when no connection can be made.</summary>
internal sealed class UdpFallback(SipFlow flow, Func<byte[]> rewrite)
{
    public SipFlow Flow => flow;

    public byte[] Rewrite() => rewrite();
}
