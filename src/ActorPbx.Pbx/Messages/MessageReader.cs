using System.Collections.Immutable;
using ActorPbx.Domain.Messages;
using ActorPbx.Pbx.Calls;
using ActorPbx.Pbx.Gateway;
using ActorPbx.Pbx.Registration;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Messages;

/// <summary>Reads a MESSAGE into the words of the domain.</summary>
internal static class MessageReader
{
    private const string Composing = "application/im-iscomposing+xml";
    private const string PlainText = "text/plain";

    /// <summary>The response that refuses a MESSAGE by itself, or null.</summary>
    public static SipResponse? Refusal(SipRequest request, MessagePolicy policy)
    {
        if (request.Body.Length > policy.MaxBytes)
        {
            return SipResponse.For(request, 413);
        }

        // A coded or a referred body would have to be understood to be kept.
        return request.Headers.Contains(HeaderName.ContentEncoding) ? SipResponse.For(request, 415) : null;
    }

    /// <summary>The message.</summary>
    public static StoredMessage Read(NewMessage asked, MessagePolicy policy, DateTimeOffset now)
    {
        var (request, domain) = (asked.Transaction.Request, asked.Sender.Domain.Name);
        return new StoredMessage(
            SipIds.New(), domain, asked.To, CallShown.FromOf(new CallOrigin.Extension(asked.Sender.Extension), domain.Value),
            request.ContentType ?? PlainText, [.. request.Body.Span], now, policy.EndOf(now, request.Expires))
        { Device = Gruu.In(request.RequestUri) };
    }

    /// <summary>RFC 3994 §3.2: that somebody types is news for a moment, and not kept.</summary>
    public static bool IsOfTheMoment(SipRequest request) => request.ContentType?.StartsWith(Composing, StringComparison.OrdinalIgnoreCase) ?? false;
}
