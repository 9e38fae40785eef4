using System.Net;
using ActorPbx.Pbx.Extensions;
using ActorPbx.Pbx.Gateway;
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

        var transport = LegRoute.TransportOf(uri) ?? TransportOf(binding.Transport);
        if (binding.BehindNat && IPAddress.TryParse(binding.Received.Address, out var source))
        {
            return new SipTarget(transport, new IPEndPoint(source, binding.Received.Port));
        }

        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address)
            ? new SipTarget(transport, new IPEndPoint(address, uri.Port ?? transport.DefaultPort()))
            : null;
    }

    /// <summary>The target of a contact with a host name; null when it leads nowhere.</summary>
    public static async Task<SipTarget?> LookUpAsync(ISipOutlet outlet, string contact) =>
        SipUri.TryParse(contact, out var uri) ? await outlet.ResolveAsync(uri).ConfigureAwait(false) : null;

    private static SipTransport TransportOf(string name) => name switch
    {
        "tcp" => SipTransport.Tcp,
        "tls" => SipTransport.Tls,
        _ => SipTransport.Udp,
    };
}
