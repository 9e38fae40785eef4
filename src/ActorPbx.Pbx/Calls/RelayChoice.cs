using System.Collections.Immutable;
using System.Net;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Sdp;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// Whether a call between nodes needs the relay of this one. The node of the called phone knows both sides when it decides, and the caller's node only its
/// own; so a network that can be left through its own node alone says <c>relay = always</c>.
/// </summary>
internal static class RelayChoice
{
    public static bool IsNeeded(NewCall setup, CallServices services, ImmutableArray<LegTarget> targets)
    {
        if (services.Routing.Branch?.Networks is not { } networks)
        {
            return false;
        }

        if (setup.Caller is CallOrigin.Link)
        {
            var far = FarSide(setup.Invite.Request);
            return targets.Any(target => CallLegs.TargetOf(target) is { } own && networks.NeedRelay(own.EndPoint.Address, far));
        }

        return targets.Any(target => target is LegTarget.Link) && networks.NeedRelay(setup.Invite.Flow.Remote.Address, far: null);
    }

    // A late offer says nothing yet: then the far side may be anywhere.
    private static IPAddress FarSide(SipRequest invite)
    {
        if (CallMedia.IsSession(invite) && SessionDescription.TryParse(invite.Body.Span, out var offer))
        {
            foreach (var media in offer.Media)
            {
                if (!media.IsRejected && IPAddress.TryParse(offer.ConnectionOf(media)?.Address, out var address))
                {
                    return address;
                }
            }
        }

        return IPAddress.None;
    }
}
