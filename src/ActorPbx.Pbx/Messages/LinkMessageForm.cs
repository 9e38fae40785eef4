using System.Globalization;
using System.Runtime.InteropServices;
using ActorPbx.Domain;
using ActorPbx.Domain.Extensions;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Links;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Messages;

/// <summary>Between a kept message and the MESSAGE that brings it to another node: it bears its name, and how long it is worth anything.</summary>
internal static class LinkMessageForm
{
    private const int LongestId = 64;
    private const string PlainText = "text/plain";

    /// <summary>The request.</summary>
    /// <param name="message">The message.</param>
    /// <param name="route">Through whom; null: straight to the branch.</param>
    public static SipRequest Write(StoredMessage message, string? route)
    {
        var uri = SipUri.Create(message.To.Value, message.Domain.Value);
        var request = new SipRequest(SipMethod.Message, Gruu.To(uri, message.Device));
        var headers = request.Headers;
        if (route is not null)
        {
            headers.Add(HeaderName.Route, route);
        }

        headers.Add(HeaderName.From, $"{message.From};tag={SipIds.New()}");
        headers.Add(HeaderName.To, $"<{uri}>");
        // Each time another request: one that was not answered may still be on its way.
        headers.Add(HeaderName.CallId, SipIds.New());
        headers.Add(HeaderName.CSeq, "1 MESSAGE");
        headers.Add(HeaderName.Date, message.SentAt.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
        // RFC 3428 §8: counted from Date.
        headers.Add(HeaderName.Expires, Math.Ceiling((message.ExpiresAt - message.SentAt).TotalSeconds).ToString(CultureInfo.InvariantCulture));
        headers.Add(LinkNames.Message, message.Id);
        headers.Add(HeaderName.ContentType, message.ContentType);
        request.Body = ImmutableCollectionsMarshal.AsArray(message.Body);
        return request;
    }

    /// <summary>The message; null when it bears no name.</summary>
    public static StoredMessage? Read(SipRequest request, DomainName domain, ExtensionNumber to, MessagePolicy policy, DateTimeOffset now)
    {
        if (request.Headers.Get(LinkNames.Message) is not { Length: > 0 and <= LongestId } id)
        {
            return null;
        }

        // A sender whose clock goes ahead sends nothing from the future.
        var sentAt = DateTimeOffset.TryParseExact(request.Headers.Get(HeaderName.Date), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) && date < now ? date : now;
        var sender = new CallOrigin.Link(default, request.From.Uri.User ?? "", request.From.DisplayName ?? "", "", "");
        return new StoredMessage(
            id, domain, to, CallShown.FromOf(sender, domain.Value), request.ContentType ?? PlainText, [.. request.Body.Span], sentAt, policy.EndOf(sentAt, request.Expires))
        {
            Device = Gruu.In(request.RequestUri),
        };
    }
}
