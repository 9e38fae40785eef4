using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>A peer's request that waits for this side's answer: the user's end of a server transaction. Safe on any thread.</summary>
public abstract class ServerTransaction(SipRequest request, SipFlow flow)
{
    public SipRequest Request { get; } = request;

    /// <summary>Where the request came from.</summary>
    public SipFlow Flow { get; } = flow;

    /// <summary>What passes further 2xx of an INVITE on without keeping the request for that; null where nothing does.</summary>
    internal virtual ServerMachine? Passage => null;

    /// <summary>Told of CANCEL, ACK and failures. Set it in <c>ISipUser.OnRequest</c>, before anything else can arrive.</summary>
    public IServerTransactionUser? User { get; set; }

    /// <summary>Called once when a final response is given. Set it in <c>ISipUser.OnRequest</c>, before anybody answers.</summary>
    public Action? Settled { get; set; }

    /// <summary>Whether a final response was given; later ones are ignored.</summary>
    public abstract bool HasFinal { get; }

    /// <summary>
    /// Sends the response and keeps it for retransmission. A missing To tag is added (RFC 3261 §8.2.6.2). A 2xx to an INVITE is repeated until its ACK
    /// comes or 64·T1 have passed. Ignored after a final response.
    /// </summary>
    public abstract void Respond(SipResponse response);

    /// <summary>
    /// Sends a provisional response to an INVITE reliably (RFC 3262 §3): with a number, and again until its PRACK is taken by <see cref="Confirm"/> or 64·T1 have
    /// passed. Those of one dialog, that is To tag, go out one after the other. The user asks for it only where the INVITE does.
    /// </summary>
    public virtual void RespondReliably(SipResponse provisional) => Respond(provisional);

    /// <summary>Takes a PRACK inside a dialog of this INVITE; the user answers it.</summary>
    public virtual PrackVerdict Confirm(SipRequest prack) => PrackVerdict.Unknown;

    /// <summary>
    /// A proxy's way to answer: the response of the next hop as it is, its own Via already taken away. A 2xx to an INVITE is not repeated by this side, for
    /// the called side repeats it, and each repetition may be given here (RFC 6026 §7.1); its ACK goes to <c>ISipUser.OnAckWithoutTransaction</c>.
    /// </summary>
    public virtual void Forward(SipResponse response) => Respond(response);
}

/// <summary>Whoever answers a <see cref="ServerTransaction"/>. Calls come on transport and timer threads and must return at once.</summary>
public interface IServerTransactionUser
{
    /// <summary>The caller gave up. 200 to the CANCEL is already sent; answer the INVITE with 487. Not called after a final response.</summary>
    void OnCancel(ServerTransaction transaction, SipRequest cancel);

    /// <summary>The ACK of a 2xx, once.</summary>
    void OnAck(ServerTransaction transaction, SipRequest ack)
    {
    }

    /// <summary>No PRACK came to a reliable provisional response in 64·T1: RFC 3262 §3 asks for a 5xx.</summary>
    void OnPrackTimeout(ServerTransaction transaction)
    {
    }

    /// <summary>No ACK came to a 2xx in 64·T1: RFC 3261 §13.3.1.4 asks for a BYE.</summary>
    void OnAckTimeout(ServerTransaction transaction)
    {
    }

    /// <summary>The same INVITE came by another way, and <c>ISipUser.TakesTwin</c> let it in; the twin's transaction is to be answered, too.</summary>
    void OnTwin(ServerTransaction transaction, ServerTransaction twin)
    {
        ArgumentNullException.ThrowIfNull(twin);
        twin.Respond(SipResponse.For(twin.Request, 482));
    }

    /// <summary>The response cannot be delivered.</summary>
    void OnTransportError(ServerTransaction transaction, string why)
    {
    }
}
