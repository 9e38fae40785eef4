using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>The way to a phone or a trunk's peer: an address, then what its dialog says.</summary>
internal sealed class DirectWay(ISipOutlet outlet, SipTarget first, string sentBy, bool sameWay, bool isSecure) : ILegWay
{
    private readonly SipTransport _transport = first.Transport;
    private SipTarget _peer = first;

    public string SentBy => sentBy;

    public bool IsSameWay { get; private set; } = sameWay;

    public bool HasSeveralPaths => false;

    /// <summary>Back to who sent this request.</summary>
    public static DirectWay BackTo(ServerTransaction request, ISipOutlet outlet) =>
        new(outlet, SipTarget.For(request.Flow), request.Flow.SentBy, LegRoute.NeedsSameWay(request.Request, request.Flow), SipsRule.WantsSecureContact(request.Request, request.Flow));

    /// <summary>To this target; by the connection that it prefers, if any.</summary>
    /// <param name="target">The target.</param>
    /// <param name="requestUri">What it is addressed by.</param>
    /// <param name="outlet">The way out.</param>
    public static DirectWay To(SipTarget target, SipUri requestUri, ISipOutlet outlet) =>
        new(outlet, target, outlet.SentByTowards(target), target.PreferredFlow is not null, requestUri.IsSecure);

    public SipFlow? Flow => _peer.PreferredFlow;

    public void Follow(SipFlow flow)
    {
        // Nobody takes a dialogue out of TLS by registering again without it.
        if (flow.Transport == SipTransport.Tls || _peer.Transport != SipTransport.Tls)
        {
            (_peer, IsSameWay) = (SipTarget.For(flow), true);
        }
    }

    public string ContactOf(string tag) => SipContact.Uri(sentBy, _transport, isSecure);

    public ClientTransaction Invite(SipRequest invite, IClientTransactionUser user) => outlet.Send(invite, _peer, user);

    public ClientTransaction Send(DialogRequest request, IClientTransactionUser user) =>
        outlet.Send(request.Request, Towards(request.NextHop), user);

    public void Acknowledge(ClientTransaction invite, DialogRequest ack) => invite.Acknowledge(ack.Request, Towards(ack.NextHop));

    private SipTarget Towards(SipUri nextHop) => LegRoute.Towards(nextHop, _peer, IsSameWay, isSecure);
}
