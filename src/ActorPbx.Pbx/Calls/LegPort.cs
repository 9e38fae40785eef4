using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// The plug between a transaction and its call: turns the stack's callbacks into messages for the call's mailbox.
/// One for each INVITE of a leg, and one for each request that passes inside the dialogs.
/// </summary>
public sealed class LegPort(IActorRef call, CallId id, LegId leg, ExchangeId exchange) : IServerTransactionUser, IClientTransactionUser
{
    private volatile IActorRef _call = call;

    /// <summary>The call.</summary>
    public CallId Call { get; } = id;

    /// <summary>Who hears the events.</summary>
    public IActorRef Actor => _call;

    /// <summary>The leg.</summary>
    public LegId Leg { get; } = leg;

    /// <summary>The passing request; default for the INVITE that made the leg.</summary>
    public ExchangeId Exchange { get; } = exchange;

    /// <summary>True for the INVITE that made the leg.</summary>
    public bool IsSetup => Exchange == default;

    /// <summary>Until its actor exists a call's events go to its parent; from now on to the call itself.</summary>
    public void Attach(IActorRef call) => _call = call;

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipResponse response)
    {
        // 100 Trying is between neighbours and tells a call nothing (RFC 3261 §17.2.1).
        if (response.StatusCode > 100)
        {
            _call.Tell(new ResponseCame(this, response), ActorRefs.NoSender);
        }
    }

    /// <inheritdoc/>
    public void OnTimeout(ClientTransaction transaction) => _call.Tell(new ResponseMissing(this, ResponseCode.Timeout), ActorRefs.NoSender);

    /// <inheritdoc/>
    public void OnTransportError(ClientTransaction transaction, string why) => _call.Tell(new ResponseMissing(this, ResponseCode.ServiceUnavailable), ActorRefs.NoSender);

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction transaction, SipRequest cancel) => _call.Tell(new CancelCame(this), ActorRefs.NoSender);

    /// <inheritdoc/>
    public void OnTwin(ServerTransaction transaction, ServerTransaction twin)
    {
        ArgumentNullException.ThrowIfNull(twin);
        twin.User = this;
        _call.Tell(new TwinCame(this, twin), ActorRefs.NoSender);
    }

    /// <inheritdoc/>
    public void OnAck(ServerTransaction transaction, SipRequest ack) => _call.Tell(new AckCame(this, ack), ActorRefs.NoSender);

    /// <inheritdoc/>
    public void OnPrackTimeout(ServerTransaction transaction) => _call.Tell(new PrackMissing(this), ActorRefs.NoSender);

    /// <inheritdoc/>
    public void OnAckTimeout(ServerTransaction transaction) => _call.Tell(new AckMissing(this), ActorRefs.NoSender);

    /// <inheritdoc/>
    public void OnTransportError(ServerTransaction transaction, string why)
    {
        // A response that cannot be delivered: the peer repeats its request, or the ACK stays out; both are heard of on their own.
    }
}
