using ActorPbx.Sip.Dialogs;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Stack;

/// <summary>The checks of RFC 3261 §8.2 and §16.3 that come before any user of the stack sees a new request. Pure: the same request gets the same answer.</summary>
public static class RequestGuard
{
    /// <summary>The response that refuses the request, or null when nothing stands against it. ACK and CANCEL are never asked about here.</summary>
    public static SipResponse? Check(SipRequest request, RequestRules rules)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rules);
        return CheckMethod(request, rules) ?? CheckUri(request) ?? CheckHops(request) ?? CheckExtensions(request, rules) ?? ReplacesHeader.Refusal(request);
    }

    /// <summary>RFC 3261 §26.2.2: what is sent to a sips: address comes over TLS on every hop; else somebody before this server has not kept to it.</summary>
    internal static SipResponse? CheckTransport(SipRequest request, SipTransport transport) =>
        request.RequestUri.IsSecure && transport != SipTransport.Tls ? SipResponse.For(request, 403, "SIPS Needs TLS") : null;

    /// <summary>RFC 3261 §8.2.1 and §21.5.2: 405 for a method that is known but not allowed here, 501 for one that nobody here knows.</summary>
    private static SipResponse? CheckMethod(SipRequest request, RequestRules rules)
    {
        if (rules.Allows(request.Method)) return null;
        SipResponse refusal = SipResponse.For(request, request.Method.IsKnown ? 405 : 501);
        refusal.Headers.Add(HeaderName.Allow, rules.Allow);
        return refusal;
    }

    /// <summary>RFC 3261 §8.2.2.1.</summary>
    private static SipResponse? CheckUri(SipRequest request) =>
        request.RequestUri.IsSip || request.RequestUri.IsTel ? null : SipResponse.For(request, 416);

    /// <summary>RFC 3261 §16.3 item 3: this server passes requests on in the manner of a proxy, so a request without hops left ends here.</summary>
    private static SipResponse? CheckHops(SipRequest request) => request.MaxForwards is <= 0 ? SipResponse.For(request, 483) : null;

    /// <summary>RFC 3261 §8.2.2.3 and, for this server also stands in a proxy's place, §16.3 item 5.</summary>
    private static SipResponse? CheckExtensions(SipRequest request, RequestRules rules)
    {
        string? missing = rules.IsOfProxy ? null : Unsupported(request, HeaderName.Require, rules, null);
        missing = Unsupported(request, HeaderName.ProxyRequire, rules, missing);
        if (missing is null) return null;
        SipResponse refusal = SipResponse.For(request, 420);
        refusal.Headers.Add(HeaderName.Unsupported, missing);
        return refusal;
    }

    private static string? Unsupported(SipRequest request, HeaderName name, RequestRules rules, string? missing)
    {
        if (!request.Headers.Contains(name)) return missing;
        foreach (string option in request.Headers.GetAll(name))
        {
            if (option.Length == 0 || rules.Supports(option)) continue;
            missing = missing is null ? option : $"{missing}, {option}";
        }

        return missing;
    }
}
