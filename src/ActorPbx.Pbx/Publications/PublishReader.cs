using ActorPbx.Domain.Presence;
using ActorPbx.Pbx.Subscriptions;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Publications;

/// <summary>Reads a PUBLISH into the words of the domain.</summary>
internal static class PublishReader
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>The response that refuses a PUBLISH by itself, or null; then what it asks for is told.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="prefix">What ids of its elements begin with from now on.</param>
    /// <param name="publish">What it asks for.</param>
    public static SipResponse? Refusal(NewPublication asked, string prefix, out PublishRequest publish)
    {
        publish = null!;
        var request = asked.Transaction.Request;
        if (asked.Target != asked.Publisher.Extension.Number)
        {
            // RFC 3903 §6 step 2: nobody speaks for another.
            return SipResponse.For(request, 403);
        }

        if (EventHeader.In(request) is not { Package: EventPackage.PresenceName })
        {
            return SubscribeCheck.BadEvent(request);
        }

        if (request.Body.Length > MaxBytes)
        {
            return SipResponse.For(request, 413);
        }

        if (!request.Body.IsEmpty && !IsPresence(request))
        {
            var unsupported = SipResponse.For(request, 415);
            unsupported.Headers.Add(HeaderName.Accept, PresenceDocument.ContentType);
            return unsupported;
        }

        var parts = request.Body.IsEmpty ? null : PresenceDocument.Read(request.Body, prefix);
        publish = new PublishRequest(
            request.Headers.Get(HeaderName.SipIfMatch), request.Expires, parts is null ? null : new PublishedPresence(parts.Elements, parts.HasPerson));
        return !request.Body.IsEmpty && parts is null ? SipResponse.For(request, 400, "Not A Presence Document") : null;
    }

    private static bool IsPresence(SipRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals(PresenceDocument.ContentType, StringComparison.OrdinalIgnoreCase)
            && !request.Headers.Contains(HeaderName.ContentEncoding);
    }
}
