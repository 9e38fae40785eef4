using System.Buffers;
using System.Globalization;
using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>A SIP response: a status code with its phrase.</summary>
public sealed class SipResponse : SipMessage
{
    private const int RoomOfAnswer = 14;
    private const int RoomOfOthers = 8;

    public SipResponse(int statusCode, string? reasonPhrase = null)
        : this(statusCode, HeaderText.Checked(reasonPhrase ?? ReasonPhrases.Of(statusCode), nameof(reasonPhrase)), new HeaderList())
    {
    }

    internal SipResponse(int statusCode, string reasonPhrase, HeaderList headers)
        : base(headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 699);
        StatusCode = statusCode;
        ReasonPhrase = reasonPhrase;
    }

    public int StatusCode { get; }
    public string ReasonPhrase { get; }

    /// <summary>1xx.</summary>
    public bool IsProvisional => StatusCode < 200;

    /// <summary>2xx.</summary>
    public bool IsSuccess => StatusCode is >= 200 and < 300;

    /// <summary>RFC 3261 §8.2.6: a response to this request with its Vias, From, To, Call-ID and CSeq, bytes copied as they are.</summary>
    /// <param name="request">The request that is answered.</param>
    /// <param name="status">100 to 699.</param>
    /// <param name="reason">The phrase; the registered one when null.</param>
    /// <param name="toTag">A token, put on a To that has no tag yet; none is put on a 100.</param>
    public static SipResponse For(SipRequest request, int status, string? reason = null, string? toTag = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var room = status is >= 200 and < 300 && MakesDialog(request.Method) ? RoomOfAnswer : RoomOfOthers;
        var response = new SipResponse(status, HeaderText.Checked(reason ?? ReasonPhrases.Of(status), nameof(reason)), new HeaderList(room));
        var headers = response.Headers;
        headers.CopyFrom(request, HeaderName.Via);
        headers.CopyFrom(request, HeaderName.From);
        CopyTo(request, headers, status, toTag);
        headers.CopyFrom(request, HeaderName.CallId);
        headers.CopyFrom(request, HeaderName.CSeq);
        // RFC 3261 §8.2.6.1: the delay in Timestamp's answer is left out; the value goes back in a 100.
        if (status == 100) headers.CopyFrom(request, HeaderName.Timestamp);
        // RFC 3261 §12.1.1: a response that makes a dialog repeats the Record-Routes.
        if (status is > 100 and < 300 && MakesDialog(request.Method)) headers.CopyFrom(request, HeaderName.RecordRoute);
        response.KeepFrom(request);
        return response;
    }

    private static ReadOnlySpan<byte> TagParameter => ";tag="u8;

    private static bool MakesDialog(SipMethod method) =>
        method == SipMethod.Invite || method == SipMethod.Subscribe || method == SipMethod.Refer || method == SipMethod.Notify;

    private static void CopyTo(SipRequest request, HeaderList headers, int status, string? toTag)
    {
        // A To that cannot be read (this is its 400) goes back untouched.
        if (toTag is null || status == 100 || !request.Headers.TryGetRaw(HeaderName.To, out var raw)
            || !NameAddress.TryParse(raw, out var to) || to.Tag is not null)
        {
            headers.CopyFrom(request, HeaderName.To);
            return;
        }
        if (toTag.AsSpan().ContainsAnyExcept(SipCharacters.TokenChars)) throw new ArgumentException("A tag is a token.", nameof(toTag));
        var tagged = new byte[raw.Length + TagParameter.Length + toTag.Length];
        raw.CopyTo(tagged);
        TagParameter.CopyTo(tagged.AsSpan(raw.Length));
        Encoding.ASCII.GetBytes(toTag, tagged.AsSpan(raw.Length + TagParameter.Length));
        headers.AddRaw(HeaderId.To, tagged, 0, tagged.Length);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{StatusCode} {ReasonPhrase}");
}
