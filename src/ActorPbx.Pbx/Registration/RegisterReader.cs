using System.Collections.Immutable;
using System.Net;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Registration;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Registration;

/// <summary>Reads the contacts of a REGISTER into the words of the domain.</summary>
internal static class RegisterReader
{
    /// <summary>More contacts than this in one REGISTER are refused.</summary>
    public const int MaxContacts = 10;

    /// <summary>What a REGISTER amounts to; null when its contacts cannot be read.</summary>
    public static RegistrationDecision? Decide(ImmutableArray<Binding> bindings, SipRequest request, SipFlow flow, RegistrationPolicy policy, DateTimeOffset now)
    {
        if (request.HasWildcardContact)
        {
            return RegistrationLogic.RemoveAll(bindings, request.CallId, request.CSeq.Number, request.Headers.CountOf(HeaderName.Contact) == 1, request.Expires);
        }

        return Contacts(request, flow) is { } contacts ? RegistrationLogic.Register(bindings, contacts, policy, now) : null;
    }

    /// <summary>The contacts, or null when one of them cannot be read.</summary>
    public static ImmutableArray<RequestedContact>? Contacts(SipRequest request, SipFlow flow)
    {
        var contacts = request.Contacts;
        if (contacts.Count != request.Headers.CountOf(HeaderName.Contact) || contacts.Count > MaxContacts)
        {
            return null;
        }

        var builder = ImmutableArray.CreateBuilder<RequestedContact>(contacts.Count);
        foreach (var contact in contacts)
        {
            if (!contact.Uri.IsSip || contact.Uri.HasHeaders)
            {
                return null;
            }

            // RFC 5630 §3.1: a sips: contact is reached over TLS, so it is not taken from anywhere else.
            if (contact.Uri.IsSecure && flow.Transport != SipTransport.Tls)
            {
                return null;
            }

            // RFC 3261 §10.2.1.1: the contact's own expires parameter wins over the Expires header.
            var expires = contact.Parameters.GetNumber("expires") ?? request.Expires;
            builder.Add(new RequestedContact(Device(request, contact, flow), expires));
        }

        return builder.MoveToImmutable();
    }

    private static Binding Device(SipRequest request, NameAddress contact, SipFlow flow) => new(
        contact.Uri.ToString(),
        contact.Parameters.Get("+sip.instance") ?? "",
        request.CallId,
        request.CSeq.Number,
        Quality(contact.Parameters.Get("q")),
        default,
        default,
        flow.Transport.UriName(),
        new TransportAddress(flow.Remote.Address.ToString(), flow.Remote.Port),
        IsBehindNat(request, flow),
        flow.ConnectionId,
        request.Headers.Get(HeaderName.UserAgent) ?? "")
    {
        RegId = OutboundRules.RegIdOf(request, contact),
        Path = OutboundRules.PathOf(request),
    };

    // A device that names another address in its Via than the network shows is behind a NAT (or does not know its address):
    // its contact leads nowhere, the source of its REGISTER does. Only for UDP; a stream peer is reached over its connection.
    private static bool IsBehindNat(SipRequest request, SipFlow flow)
    {
        var via = request.TopVia;
        return flow.Transport == SipTransport.Udp
            && (!IPAddress.TryParse(via.Host.Trim('[', ']'), out var sentBy) || !sentBy.Equals(Plain(flow.Remote.Address)) || (via.Port ?? 5060) != flow.Remote.Port);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    // RFC 3261 §20.10: 0 to 1 with at most three decimals; 1 when it is missing or odd.
    private static int Quality(string? q) =>
        q is not null && decimal.TryParse(q, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var value) && value <= 1
            ? (int)(value * 1000)
            : 1000;
}
