using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorPbx.Pbx.Transit;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Stack;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Links;

/// <summary>Whoever takes the calls that other nodes send to this one. Called on transport threads; must return at once.</summary>
public interface ILinkCallee
{
    /// <summary>
    /// A call for a number of this node's branch. The INVITE's Request-URI is <c>sip:NUMBER@DOMAIN</c>; its transaction exists and its 100 is sent. Whatever
    /// it says of its caller and of its name (<see cref="LinkNames.Correlation"/>) may be believed, for a member says it.
    /// </summary>
    void OnInvite(ServerTransaction invite, LinkPeer from);

    /// <summary>A call of a branch that leaves by a trunk of this T-MSS, as this number.</summary>
    void OnTrunkInvite(ServerTransaction invite, LinkPeer from, string trunk, string number);

    /// <summary>A text message for a number of this node's branch, or for a guest of it. A member vouches for what it says of its sender.</summary>
    void OnMessage(ServerTransaction message);
}

/// <summary>
/// The door for all requests of a node that is in a cluster. What comes by the link listener is a member's, or is refused; there it is told apart: pings,
/// requests in dialogs of this node, calls for it, and on a T-MSS what passes through. All else goes on to the phones' gateway.
/// </summary>
public sealed class LinkDoor(NodeLinks links, ISipUser phones, ILinkCallee callee, TransitProxy? transit) : ISipUser
{
    private static readonly string s_allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, UPDATE";
    private long _strangers;

    /// <summary>Requests refused because no member sent them.</summary>
    public long Strangers => Volatile.Read(ref _strangers);

    /// <inheritdoc/>
    public bool Shuns(IPAddress source) => phones.Shuns(source);

    /// <inheritdoc/>
    public bool Ignores(SipRequest request, SipFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return flow.Listener != LinkNames.Listener && phones.Ignores(request, flow);
    }

    /// <inheritdoc/>
    public bool TryAnswerStateless(SipRequest request, SipFlow flow, [NotNullWhen(true)] out SipResponse? response)
    {
        if (flow.Listener != LinkNames.Listener)
        {
            return phones.TryAnswerStateless(request, flow, out response);
        }

        if (links.Identify(request, flow) is not { } from)
        {
            Interlocked.Increment(ref _strangers);
            response = SipResponse.For(request, 403);
            return true;
        }

        response = Pong(request) ?? (IsForOthers(request) ? transit?.Check(request) : null);
        // RFC 3261 §16.3: what is neither for this node nor may pass.
        response ??= transit is null && request.ToTag is null && !from.IsTrunkNode ? SipResponse.For(request, 403) : null;
        return response is not null;
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var request = transaction.Request;
        if (transaction.Flow.Listener != LinkNames.Listener)
        {
            phones.OnRequest(transaction);
        }
        else if (links.Identify(request, transaction.Flow) is not { } from)
        {
            // It was a member a moment ago.
            transaction.Respond(SipResponse.For(request, 403));
        }
        else if (transit is not null && IsForOthers(request))
        {
            transit.OnRequest(transaction, from);
        }
        else if (request.ToTag is not null)
        {
            phones.OnRequest(transaction);
        }
        else if (request.Method == SipMethod.Invite)
        {
            callee.OnInvite(transaction, from);
        }
        else if (request.Method == SipMethod.Message)
        {
            callee.OnMessage(transaction);
        }
        else
        {
            var refusal = SipResponse.For(request, 405);
            refusal.Headers.Add(HeaderName.Allow, s_allow);
            transaction.Respond(refusal);
        }
    }

    /// <summary>A call that is being set up moves to another T-MSS when its own is gone; the caller's node says so, for this one may not know yet.</summary>
    public bool TakesTwin(SipRequest invite, SipFlow flow)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(flow);
        return transit is null && flow.Listener == LinkNames.Listener && invite.Headers.Contains(LinkNames.TakesOver);
    }

    /// <inheritdoc/>
    public void OnAckWithoutTransaction(SipRequest ack, SipFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (flow.Listener != LinkNames.Listener)
        {
            phones.OnAckWithoutTransaction(ack, flow);
        }
        else if (transit is not null && IsForOthers(ack) && links.Identify(ack, flow) is not null)
        {
            transit.OnAck(ack);
        }
    }

    /// <inheritdoc/>
    public void OnResponseWithoutTransaction(SipResponse response, SipFlow flow) => phones.OnResponseWithoutTransaction(response, flow);

    private bool IsForOthers(SipRequest request) => !string.Equals(request.RequestUri.Host, links.Options.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>A ping is answered without a transaction, and costs no memory.</summary>
    private SipResponse? Pong(SipRequest request) =>
        request.Method == SipMethod.Options && request.ToTag is null && !IsForOthers(request) ? SipResponse.For(request, 200) : null;
}
