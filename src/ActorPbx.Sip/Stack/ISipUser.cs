using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>Whoever takes what comes in over a <see cref="SipStack"/>: the telephone exchange. Calls come on transport threads and must return at once.</summary>
public interface ISipUser
{
    /// <summary>Whether everything from this address is dropped unread, datagrams and new connections. Not asked for listeners that have a name.</summary>
    bool Shuns(IPAddress source) => false;

    /// <summary>Whether a new request (not ACK, not CANCEL) is dropped without an answer, before anything else is asked of it.</summary>
    bool Ignores(SipRequest request, SipFlow flow) => false;

    /// <summary>
    /// Asked before a transaction is made for a new request (not ACK, not CANCEL): true sends <paramref name="response"/> and forgets the request,
    /// so that a flood of unauthenticated requests costs no memory. A retransmitted request is asked about again and must get an equal answer.
    /// </summary>
    bool TryAnswerStateless(SipRequest request, SipFlow flow, [NotNullWhen(true)] out SipResponse? response)
    {
        response = null;
        return false;
    }

    /// <summary>A new request, in or out of a dialog. Its transaction exists, and an INVITE has its 100 Trying.</summary>
    void OnRequest(ServerTransaction transaction);

    /// <summary>
    /// An INVITE came once more by another way while it is being answered, or its 2xx waits for the ACK: true when the one who answers it is to decide
    /// (<see cref="IServerTransactionUser.OnTwin"/>). Otherwise it gets 482 (RFC 3261 §8.2.2.2).
    /// </summary>
    bool TakesTwin(SipRequest invite, SipFlow flow) => false;

    /// <summary>An ACK that belongs to no transaction and to no 2xx of this side: a proxy passes it on (RFC 3261 §16.11), others let it go.</summary>
    void OnAckWithoutTransaction(SipRequest ack, SipFlow flow)
    {
    }

    /// <summary>A response that matches no transaction: one that came too late, such as a 2xx repeated after its transaction ended.</summary>
    void OnResponseWithoutTransaction(SipResponse response, SipFlow flow)
    {
    }
}
