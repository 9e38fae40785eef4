using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Sip.Proxying;

/// <summary>How a proxy knows a request again that it has forwarded before (RFC 3261 §16.3 item 4, as made stricter by RFC 5393 §4.2).</summary>
public static class LoopDetection
{
    /// <summary>
    /// A hash of all that decides where a request goes. It leaves Via out, so that the second visit gives the same as the first, and differs when the request
    /// has another goal by now: that is a spiral, which may pass.
    /// </summary>
    public static ulong MarkOf(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ulong mark = SipHash.Of(request.RequestUri.Raw);
        mark = SipHash.Of(request.CallId, mark);
        mark = SipHash.Of(request.FromTag, mark);
        mark = SipHash.Of(request.ToTag, mark);
        mark = SipHash.Of(request.CSeq.Number, mark);
        mark = Add(request, HeaderName.Route, mark);
        mark = Add(request, HeaderName.ProxyRequire, mark);
        return Add(request, HeaderName.ProxyAuthorization, mark);
    }

    /// <summary>Whether the request bears a Via of this proxy, whatever its goal was then.</summary>
    /// <param name="request">As received.</param>
    /// <param name="ownHost">The host of this proxy's sent-by.</param>
    public static bool WasHere(SipRequest request, string ownHost) => Find(request, ownHost, null);

    /// <summary>Whether this proxy has forwarded this very request to the same goal before: 482.</summary>
    public static bool IsLoop(SipRequest request, string ownHost) => Find(request, ownHost, static request => MarkOf(request));

    private static bool Find(SipRequest request, string ownHost, Func<SipRequest, ulong>? markOf)
    {
        ArgumentNullException.ThrowIfNull(request);
        bool isTop = true;
        foreach (ReadOnlyMemory<byte> value in request.RawValues(HeaderName.Via))
        {
            Via? via = isTop ? request.TopVia : null;
            isTop = false;
            if (via is null && !Via.TryParse(value, out via)) continue;
            if (!string.Equals(via.Host, ownHost, StringComparison.OrdinalIgnoreCase)) continue;
            if (markOf is null || (via.Branch is { } branch && Branch.TryReadMark(branch, out ulong mark) && mark == markOf(request))) return true;
        }

        return false;
    }

    private static ulong Add(SipRequest request, HeaderName name, ulong mark)
    {
        if (!request.Headers.Contains(name)) return mark;
        foreach (ReadOnlyMemory<byte> value in request.RawValues(name)) mark = SipHash.Of(value.Span, mark);
        return mark;
    }
}
