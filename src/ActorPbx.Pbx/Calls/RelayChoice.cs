using System.Collections.Immutable;
using System.Net;
using ActorPbx.Pbx.Media;
using ActorPbx.Sip.Identity;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// Whether a call needs the relay of this node without being asked. Between two peers of its own the node knows both sides. Of a call between nodes the node
/// of the called phone knows both sides when it decides, and the caller's node only its own; so a network that can be left through its own node alone says
/// <c>relay = always</c>.
/// </summary>
internal static class RelayChoice
{
    public static bool IsNeeded(NewCall setup, CallServices services, ImmutableArray<LegTarget> targets)
    {
        // RFC 3323 §5.1: who wants its media address kept back is heard through the exchange.
        if (setup.Caller.Privacy.HasFlag(Privacy.Session))
        {
            return true;
        }

        if (setup.Caller is CallOrigin.Link)
        {
            var far = MediaAddress.In(setup.Invite.Request);
            return services.Routing.Branch?.Networks is { } link && targets.Any(target => CallLegs.TargetOf(target) is { } own && link.NeedRelay(own.EndPoint.Address, far ?? IPAddress.None));
        }

        var caller = PlaceOf(setup, services.Networks);
        foreach (var target in targets)
        {
            if (target is LegTarget.Link ? services.Routing.Branch?.Networks?.NeedRelay(caller.Seen, far: null) == true
                : PlaceOf(target) is { } called && services.Networks.NeedRelay(caller, called))
            {
                return true;
            }
        }

        return false;
    }

    private static MediaPlace PlaceOf(NewCall setup, MediaNetworks networks)
    {
        var (request, flow) = (setup.Invite.Request, setup.Invite.Flow);
        var (seen, media) = (flow.Remote.Address, MediaAddress.In(request));
        var behindNat = setup.Caller is CallOrigin.Extension
            && ((Literal(request.TopVia.Host) is { } own && AddressTranslation.IsBetween(own, Plain(seen))) || (media is not null && networks.IsLocal(media) && !networks.IsLocal(seen)));
        return new MediaPlace(seen, media ?? seen, behindNat);
    }

    private static MediaPlace? PlaceOf(LegTarget target)
    {
        if (CallLegs.TargetOf(target) is not { EndPoint.Address: var seen })
        {
            return null;
        }

        if (target is not LegTarget.Phone { Binding: var binding } || !SipUri.TryParse(binding.Contact, out var contact))
        {
            return MediaPlace.At(seen);
        }

        // A device behind proxies is where those say; its own address is theirs to reach.
        var behindNat = binding.Path.Length == 0
            && (Literal(contact.Host) is { } own ? IPAddress.TryParse(binding.Received.Address, out var source) && AddressTranslation.IsBetween(own, Plain(source)) : binding.BehindNat);
        return new MediaPlace(seen, seen, behindNat);
    }

    private static IPAddress? Literal(string host) => IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
