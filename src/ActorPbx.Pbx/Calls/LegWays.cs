using System.Collections.Immutable;
using ActorPbx.Pbx.Links;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Makes the ways to the peers of one call.</summary>
internal readonly struct LegWays(NewCall setup, CallServices services)
{
    /// <summary>Back to the caller.</summary>
    public ILegWay ToCaller() => setup.Caller is CallOrigin.Link
        ? new LinkWay(services.Routing.Branch!, setup.Id, [], IsSecure)
        : DirectWay.BackTo(setup.Invite, services.Outlet);

    /// <summary>To a phone or a trunk's peer.</summary>
    public ILegWay To(SipTarget target, SipUri requestUri) => DirectWay.To(target, requestUri, services.Outlet);

    /// <summary>To another branch through one of these nodes.</summary>
    public ILegWay To(ImmutableArray<LinkHop> nodes) => new LinkWay(services.Routing.Branch!, setup.Id, nodes, IsSecure);

    private bool IsSecure => setup.Invite.Request.RequestUri.IsSecure;
}
