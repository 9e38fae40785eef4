using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Timers;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>
/// The wire's end of a server transaction: what absorbs and repeats. It lets go of the user's end, and with it of the request, as soon as the answer is
/// settled, and then is little more than the bytes to repeat.
/// </summary>
internal abstract class ServerMachine(TransactionLayer layer, ulong key, ulong mergedKey, SipFlow flow) : TimerNode
{
    protected const long Never = long.MaxValue;

    /// <summary>When to send the kept response again by ourselves.</summary>
    protected long RepeatAt { get; set; } = Never;

    /// <summary>When the present state has lasted long enough.</summary>
    protected long EndAt { get; set; } = Never;

    protected byte[]? Kept { get; set; }

    /// <summary>The user's end while it can still be called.</summary>
    protected MachineServerTransaction? Handle { get; set; }

    protected TransactionLayer Layer { get; } = layer;

    protected SipFlow Flow { get; private set; } = flow;

    protected ulong Key { get; } = key;

    /// <summary>The user's end for who brings a twin of the request; null when nobody can be asked any longer.</summary>
    public MachineServerTransaction? UserEnd => Handle;

    /// <summary>Who brought the same request by another way and was first; two connections may do so in one moment.</summary>
    public ServerMachine? Twin { get; private set; }

    public abstract TransactionKind Kind { get; }

    public abstract bool HasFinal { get; }

    public abstract void Respond(SipResponse response);

    /// <summary>A proxy passes the next hop's response on as it is.</summary>
    public abstract void Forward(SipResponse response);

    /// <summary>The request came once more.</summary>
    public abstract void OnRetransmission();

    public bool TryEnter()
    {
        if (!Layer.Servers.TryAdd(Key, this)) return false;
        if (Layer.SettledServers.Has(Key))
        {
            // Since it was looked for last.
            Layer.Servers.Remove(Key, this);
            return false;
        }

        if (mergedKey != 0) Twin = Layer.Merged.AddOrFind(mergedKey, this);
        Layer.Statistics.CountAlive(Kind, 1);
        return true;
    }

    public void Attach(MachineServerTransaction handle) => Handle = handle;

    /// <summary>The request goes on here, not where it came first: what comes by a third way is a twin of this one.</summary>
    public void TakeOverFromTwin()
    {
        if (mergedKey != 0) Layer.Merged.Set(mergedKey, this);
    }

    /// <summary>Leaves it to the layer to absorb what still comes until <see cref="EndAt"/>. Caller holds the lock.</summary>
    /// <param name="message">What is sent again, or the To tag of an INVITE.</param>
    protected void Settle(ReadOnlySpan<byte> message)
    {
        Layer.SettledServers.Add(new SettledTransaction(Key, Kind, Flow, EndAt) { MergedKey = mergedKey }, message);
        Vanish();
    }

    /// <summary>Caller holds the lock.</summary>
    protected virtual void Leave()
    {
        Vanish();
        Layer.Statistics.CountAlive(Kind, -1);
    }

    private void Vanish()
    {
        Layer.Wheel.Cancel(this);
        Layer.Servers.Remove(Key, this);
        if (mergedKey != 0) Layer.Merged.Remove(mergedKey, this);
        Handle = null;
        Kept = null;
    }

    /// <summary>Caller holds the lock.</summary>
    protected void SetTimer()
    {
        long due = Math.Min(RepeatAt, EndAt);
        if (due == Never) Layer.Wheel.Cancel(this);
        else Layer.Wheel.Schedule(this, due);
    }

    /// <summary>RFC 3261 §8.2.6.2: every response but 100 bears a To tag.</summary>
    protected internal byte[] Complete(SipResponse response) => Outgoing.Complete(response, Key, Layer.ServerName);

    /// <summary>
    /// Sends over the flow the request came by; RFC 3261 §18.2.2: when that connection is gone, over a new one to the sent-by of the request. Caller holds the lock.
    /// </summary>
    protected string? Transmit(byte[] message)
    {
        string? why = Layer.Port.Send(Flow, message);
        if (why is null || !Flow.Transport.IsReliable() || SentBy() is not { } sentBy) return why;
        if (!Layer.Port.TryOpen(sentBy, out SipFlow? anew, out _)) return why;
        Flow = anew;
        return Layer.Port.Send(anew, message);
    }

    /// <summary>Sends a message of before once more. Caller holds the lock.</summary>
    internal void Repeat(byte[] message) => Layer.Resend(Flow, message);

    /// <summary>Where the sender of the request listens, over a stream; null when that is not known any longer.</summary>
    protected virtual SipTarget? SentBy()
    {
        if (Handle is null) return null;
        Via via = Handle.Request.TopVia;
        var address = new IPEndPoint(Flow.Remote.Address, via.Port ?? Flow.Transport.DefaultPort());
        return new SipTarget(Flow.Transport, address, Flow.ProvesToBe(via.Host) ? via.Host : null) { Listener = Flow.Listener };
    }

    protected void TellTransportError(MachineServerTransaction? handle, string why) =>
        Layer.Tell(static call => call.handle?.User?.OnTransportError(call.handle, call.why), (handle, why));
}
