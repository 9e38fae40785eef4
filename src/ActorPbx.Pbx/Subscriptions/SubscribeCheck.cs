using System.Globalization;
using ActorPbx.Domain.Subscriptions;
using ActorPbx.Sip.Events;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Subscriptions;

/// <summary>What can be said against a SUBSCRIBE by itself (RFC 6665 §4.2.1.1).</summary>
internal static class SubscribeCheck
{
    /// <summary>The response that refuses it, or null; then the package and the header that names it are told.</summary>
    public static SipResponse? Refusal(SipRequest request, SubscriptionPolicy policy, out EventPackage package, out EventHeader header)
    {
        (package, header) = (null!, EventHeader.In(request) ?? default);
        if (header.Package is null || EventPackage.Find(header.Package) is not { } found)
        {
            return BadEvent(request);
        }

        package = found;
        if (!Accepts(request, found.ContentType))
        {
            return SipResponse.For(request, 406);
        }

        if (request.Contact is null)
        {
            return SipResponse.For(request, 400, "Contact Missing");
        }

        return policy.Grant(request.Expires) is null ? TooBrief(request, policy.MinExpiry) : null;
    }

    /// <summary>RFC 6665 §8.3.2: 489 names the packages that there are.</summary>
    public static SipResponse BadEvent(SipRequest request)
    {
        var response = SipResponse.For(request, 489);
        response.Headers.Add(HeaderName.AllowEvents, EventPackage.Names);
        return response;
    }

    /// <summary>423 names the shortest interval that would do.</summary>
    public static SipResponse TooBrief(SipRequest request, TimeSpan minimum)
    {
        var response = SipResponse.For(request, 423);
        response.Headers.Add(HeaderName.MinExpires, ((long)Math.Ceiling(minimum.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        return response;
    }

    // RFC 6665 §3.1.3: without an Accept the package's own type is meant.
    private static bool Accepts(SipRequest request, string contentType)
    {
        if (!request.Headers.Contains(HeaderName.Accept))
        {
            return true;
        }

        foreach (var value in request.Headers.GetAll(HeaderName.Accept))
        {
            var end = value.IndexOf(';');
            var type = (end < 0 ? value.AsSpan() : value.AsSpan(0, end)).Trim();
            if (type.SequenceEqual("*/*") || type.Equals(contentType, StringComparison.OrdinalIgnoreCase)
                || (type.EndsWith("/*") && contentType.AsSpan().StartsWith(type[..^1], StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
