using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>How the peer of a leg is reached, and what it is told of where this side is.</summary>
internal interface ILegWay
{
    /// <summary>Our host, with or without port, as the peer's session descriptions may name it.</summary>
    string SentBy { get; }

    /// <summary>A request of the peer may come here twice, by two paths.</summary>
    bool HasSeveralPaths { get; }

    /// <summary>The peer is reached the way that its messages come, whatever its Contact says.</summary>
    bool IsSameWay { get; }

    /// <summary>The flow that the peer is reached over; null: whichever leads there.</summary>
    SipFlow? Flow { get; }

    /// <summary>The peer is reached over this flow from now on; a way over TLS stays one.</summary>
    void Follow(SipFlow flow);

    /// <summary>The URI of our Contact in the dialog with this tag of ours.</summary>
    string ContactOf(string tag);

    /// <summary>Sends the INVITE that makes the leg.</summary>
    ClientTransaction Invite(SipRequest invite, IClientTransactionUser user);

    /// <summary>Sends a request inside the dialog.</summary>
    /// <param name="request">The request.</param>
    /// <param name="user">Who hears the answer.</param>
    ClientTransaction Send(DialogRequest request, IClientTransactionUser user);

    /// <summary>Sends the ACK of a 2xx to an INVITE inside the dialog.</summary>
    void Acknowledge(ClientTransaction invite, DialogRequest ack);
}

/// <summary>A request of ours inside a dialog, and its next hop by route set or remote target (RFC 3261 §12.2.1.1).</summary>
internal readonly record struct DialogRequest(SipRequest Request, SipUri NextHop);
