using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Makes the ways to the peers of one call.</summary>
internal sealed class LegWays(NewCall setup, CallServices services)
{
    /// <summary>Back to the caller.</summary>
    public ILegWay ToCaller() => DirectWay.BackTo(setup.Invite, services.Outlet);

    /// <summary>To a phone or a trunk's peer.</summary>
    public ILegWay To(SipTarget target) => DirectWay.To(target, services.Outlet);
}
