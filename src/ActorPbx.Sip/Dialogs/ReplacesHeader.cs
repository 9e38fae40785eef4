using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Dialogs;

/// <summary>The dialog that a Replaces header names (RFC 3891 §6.1), as the one who is asked to replace it knows it.</summary>
/// <param name="CallId">Its Call-ID.</param>
/// <param name="ToTag">The tag of the one who is asked.</param>
/// <param name="FromTag">The tag of its peer.</param>
/// <param name="EarlyOnly">Only while it is not answered.</param>
public sealed record ReplacesHeader(string CallId, string ToTag, string FromTag, bool EarlyOnly)
{
    /// <summary>The option tag (RFC 3891 §6.2).</summary>
    public const string Option = "replaces";

    private const string Name = "Replaces";

    /// <summary>
    /// The 400 to a request that bears this header otherwise than RFC 3891 §3 allows: more than once, beside a Join, in a way that cannot be read, or in another request than an
    /// INVITE. Null when nothing is to be said against it.
    /// </summary>
    public static SipResponse? Refusal(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Headers.Contains(HeaderName.Replaces)) return null;
        return request.Method != SipMethod.Invite ? SipResponse.For(request, 400, "Replaces Outside INVITE")
            : request.Headers.Contains(HeaderName.Join) ? SipResponse.For(request, 400, "Replaces Beside Join")
            : In(request) is null ? SipResponse.For(request, 400, "Bad Replaces")
            : null;
    }

    /// <summary>The dialog that a request shall replace; null when it names none that can be read.</summary>
    public static ReplacesHeader? In(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Headers.CountOf(HeaderName.Replaces) == 1 ? Parse(message.Headers.Get(HeaderName.Replaces)!) : null;
    }

    /// <summary>The dialog that a call to this URI shall replace (RFC 3515 §2.1: a header in the URI of Refer-To); null when it names none that can be read.</summary>
    public static ReplacesHeader? In(SipUri uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        foreach (var header in uri.Headers.Split('&'))
        {
            var equals = header.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && header.AsSpan(0, equals).Equals(Name, StringComparison.OrdinalIgnoreCase))
            {
                return Parse(UriEscaping.Unescape(System.Text.Encoding.ASCII.GetBytes(header[(equals + 1)..])));
            }
        }

        return null;
    }

    private static ReplacesHeader? Parse(string text)
    {
        var parts = text.Split(';');
        string? to = null, from = null;
        var early = false;
        foreach (var part in parts.AsSpan(1))
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 ? (part[..equals].Trim(), part[(equals + 1)..].Trim()) : (part.Trim(), "");
            switch (name.ToLowerInvariant())
            {
                case "to-tag": to = value; break;
                case "from-tag": from = value; break;
                case "early-only": early = true; break;
            }
        }

        var callId = parts[0].Trim();
        return callId.Length > 0 && to is { Length: > 0 } && from is not null ? new ReplacesHeader(callId, to, from, early) : null;
    }
}
