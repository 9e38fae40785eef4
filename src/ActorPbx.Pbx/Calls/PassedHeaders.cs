using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>
/// Which header fields cross from one leg to the other. Only what is named here does: Via, Contact, Record-Route, Call-ID, User-Agent,
/// P-Asserted-Identity, X-… of one side never show on the other (topology hiding).
/// </summary>
internal static class PassedHeaders
{
    /// <summary>What this exchange takes and passes on inside dialogs.</summary>
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, MESSAGE, UPDATE, PRACK, REFER, SUBSCRIBE";

    private static readonly HeaderName[] s_body =
    [
        HeaderName.ContentType, HeaderName.ContentDisposition, HeaderName.ContentEncoding, HeaderName.ContentLanguage, HeaderName.MimeVersion,
    ];

    private static readonly HeaderName[] s_request = [HeaderName.Subject, HeaderName.Priority, HeaderName.AcceptLanguage, HeaderName.Accept, HeaderName.InfoPackage, HeaderName.RecvInfo];

    private static readonly HeaderName[] s_response = [HeaderName.RetryAfter, HeaderName.Warning, HeaderName.Accept, HeaderName.Unsupported, HeaderName.RecvInfo];

    /// <summary>The header fields that describe a body.</summary>
    public static void CopyBodyHeaders(SipMessage from, SipMessage to) => Copy(from, to, s_body);

    /// <summary>The header fields of a request that mean something to the other end.</summary>
    public static void CopyRequestHeaders(SipMessage from, SipMessage to) => Copy(from, to, s_request);

    /// <summary>The header fields of a response that mean something to the other end.</summary>
    public static void CopyResponseHeaders(SipMessage from, SipMessage to) => Copy(from, to, s_response);

    /// <summary>A Reason header value (RFC 3326) for a Q.850 cause.</summary>
    public static string Reason(Cause cause) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Q.850;cause={cause.Value};text=\"{cause.Text}\"");

    /// <summary>The Q.850 cause that a message bears in its Reason; null when it bears none.</summary>
    public static Cause? CauseIn(SipMessage message)
    {
        foreach (var value in message.Headers.GetAll(HeaderName.Reason))
        {
            var text = value.ToString().AsSpan();
            var at = text.IndexOf("cause=", StringComparison.OrdinalIgnoreCase);
            if (!text.StartsWith("Q.850", StringComparison.OrdinalIgnoreCase) || at < 0)
            {
                continue;
            }

            var number = text[(at + "cause=".Length)..];
            var end = number.IndexOfAnyExceptInRange('0', '9');
            if (int.TryParse(end < 0 ? number : number[..end], System.Globalization.CultureInfo.InvariantCulture, out var cause) && cause is > 0 and < 128)
            {
                return new Cause(cause);
            }
        }

        return null;
    }

    private static void Copy(SipMessage from, SipMessage to, HeaderName[] names)
    {
        foreach (var name in names)
        {
            to.Headers.CopyFrom(from, name);
        }
    }
}
