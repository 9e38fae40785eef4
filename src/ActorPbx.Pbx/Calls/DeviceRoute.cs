using System.Net;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Calls;

/// <summary>Where the INVITE for a registered device goes.</summary>
internal static class DeviceRoute
{
    /// <summary>The target, when no name must be looked up.</summary>
    public static SipTarget? Of(PagedDevice device)
    {
        var binding = device.Binding;
        if (!SipUri.TryParse(binding.Contact, out var uri))
        {
            return null;
        }

        if (device.Flow is { } flow && (binding.BehindNat || flow.Transport.IsReliable()))
        {
            return SipTarget.For(flow);
        }

        // RFC 3327 §5.1: behind proxies the first of them is the next hop.
        uri = OutboundRules.FirstHop(binding.Path) ?? uri;
        var transport = LegRoute.TransportOf(uri) ?? TransportOf(binding.Transport);
        if (binding.BehindNat && IPAddress.TryParse(binding.Received.Address, out var source))
        {
            return new SipTarget(transport, new IPEndPoint(source, binding.Received.Port));
        }

        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
            ? new SipTarget(transport, new IPEndPoint(address, uri.Port ?? transport.DefaultPort()))
            : null;
    }

    /// <summary>The target of a device whose contact, or first proxy, has a host name; null when it leads nowhere.</summary>
    public static async Task<SipTarget?> LookUpAsync(ISipOutlet outlet, Binding device) =>
        OutboundRules.FirstHop(device.Path) is { } proxy ? await outlet.ResolveAsync(proxy).ConfigureAwait(false)
        : SipUri.TryParse(device.Contact, out var uri) ? await outlet.ResolveAsync(uri).ConfigureAwait(false) : null;

    private static SipTransport TransportOf(string name) => name switch
    {
        "tcp" => SipTransport.Tcp,
        "tls" => SipTransport.Tls,
        _ => SipTransport.Udp,
    };
}
