using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Directory;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Extensions;

/// <summary>The device of a number that never registers: an IP-authorised one with a static contact (miniSIPServer V25).</summary>
internal static class StaticDevice
{
    public static Binding? Of(ExtensionProfile profile)
    {
        if (profile.Class.StaticContact.Length == 0 || !SipUri.TryParse(profile.Class.StaticContact, out var uri))
        {
            return null;
        }

        var contact = uri.User is null ? SipUri.Create(profile.Number.Value, uri.Host, uri.Port, uri.Parameters.ToString(), uri.IsSecure) : uri;
        var transport = uri.TransportParam ?? (uri.IsSecure ? "tls" : "udp");
        return new Binding(
            contact.ToString(), "", "", 0, 1000, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, transport,
            new TransportAddress(uri.Host, uri.Port ?? (transport == "tls" ? 5061 : 5060)), BehindNat: false, Connection: 0, UserAgent: "");
    }
}
