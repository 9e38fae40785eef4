using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Transactions;

/// <summary>A request of this side that waits for a peer's answer: the user's end of a client transaction. Safe on any thread.</summary>
public abstract class ClientTransaction(SipRequest request, SipTarget target, IClientTransactionUser user)
{
    private SipRequest? _request = request;

    /// <summary>The request as it was sent, with its Via.</summary>
    /// <exception cref="InvalidOperationException">It was let go of.</exception>
    public SipRequest Request => _request ?? throw new InvalidOperationException("The request of this transaction was let go of.");

    public SipTarget Target { get; } = target;

    public IClientTransactionUser User { get; } = user;

    /// <summary>
    /// Gives up an INVITE: CANCEL goes out once a provisional response has come (RFC 3261 §9.1); nothing happens after a final response or for another method.
    /// A 2xx may still cross it and is delivered as ever.
    /// </summary>
    /// <param name="reasonHeader">Value of a Reason header (RFC 3326) for the CANCEL.</param>
    public abstract void Cancel(string? reasonHeader = null);

    /// <summary>
    /// Sends the ACK of a 2xx to an INVITE, and again for each repetition of the 2xx with the same To tag.
    /// </summary>
    /// <param name="ack">Without Via; made by <c>DialogState.CreateAck</c>.</param>
    /// <param name="target">The dialog's next hop; null goes where the INVITE went.</param>
    public abstract void Acknowledge(SipRequest ack, SipTarget? target = null);

    /// <summary>
    /// Lets go of an INVITE that got its 2xx, for who keeps the transaction as long as the dialog: <see cref="Request"/> is nobody's any longer. Whoever needs it still may keep it.
    /// </summary>
    public virtual void LetGo()
    {
    }

    /// <summary>
    /// The user is no more and is told nothing any longer. A 2xx of the INVITE that still comes, of another branch or across the CANCEL, is acknowledged and ended
    /// with BYE (RFC 3261 §13.2.2.4, §9.1).
    /// </summary>
    public virtual void Abandon()
    {
    }

    private protected void LetGoOfRequest() => _request = null;
}

/// <summary>Whoever sent a <see cref="ClientTransaction"/>'s request. Calls come on transport and timer threads and must return at once.</summary>
public interface IClientTransactionUser
{
    /// <summary>Each provisional response, the final one, and for a forked INVITE the first 2xx of each branch (told apart by To tag).</summary>
    void OnResponse(ClientTransaction transaction, SipResponse response);

    /// <summary>
    /// For a proxy, what its INVITE came by: after the first 2xx, which is told, every further one is passed on there and not told (RFC 6026 §7.2).
    /// Null for an end point.
    /// </summary>
    ServerTransaction? Upstream => null;

    /// <summary>No final response in time (timer B or F, or 64·T1 after a CANCEL).</summary>
    void OnTimeout(ClientTransaction transaction);

    /// <summary>The request cannot be delivered, or the connection that it went by ended before anything was heard.</summary>
    void OnTransportError(ClientTransaction transaction, string why);

    /// <summary>
    /// The connection of an INVITE that was heard has ended. The transaction goes on: RFC 3261 §18.2.2 has the peer answer over a new connection, if it can make one.
    /// </summary>
    void OnConnectionEnded(ClientTransaction transaction)
    {
    }
}
