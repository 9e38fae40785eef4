using System.Globalization;
using System.Runtime.InteropServices;
using ActorPbx.Domain.Messages;
using ActorPbx.Domain.Registration;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Messages;

/// <summary>Writes a kept message as a MESSAGE to a phone: a request of its own, with nothing of the sender's but who he is and what he says.</summary>
internal static class MessageWriter
{
    /// <summary>The request.</summary>
    /// <param name="phone">The phone.</param>
    /// <param name="message">The message.</param>
    public static SipRequest To(Binding phone, StoredMessage message)
    {
        var request = new SipRequest(SipMethod.Message, SipUri.Parse(phone.Contact).WithoutHeaders());
        var headers = request.Headers;
        if (phone.Path.Length > 0)
        {
            // RFC 3327 §5.1: back by the proxies that its REGISTER came by.
            headers.Add(HeaderName.Route, phone.Path);
        }

        headers.Add(HeaderName.From, $"{message.From};tag={SipIds.New()}");
        headers.Add(HeaderName.To, $"<{SipUri.Create(message.To.Value, message.Domain.Value)}>");
        headers.Add(HeaderName.CallId, SipIds.New());
        headers.Add(HeaderName.CSeq, "1 MESSAGE");
        // RFC 3428 §6: when it was sent, which may be a while ago.
        headers.Add(HeaderName.Date, message.SentAt.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
        if (!message.Body.IsEmpty)
        {
            headers.Add(HeaderName.ContentType, message.ContentType);
            request.Body = ImmutableCollectionsMarshal.AsArray(message.Body);
        }

        return request;
    }
}
