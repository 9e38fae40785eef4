using System.Text;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>The first line of a message: Request-Line or Status-Line (RFC 3261 §7.1, §7.2).</summary>
internal struct StartLine
{
    public bool IsResponse;
    public SipMethod Method;
    public SipUri? Uri;
    public int StatusCode;
    public string ReasonPhrase;
    public SipFault? Fault;

    public static StartLine Read(ReadOnlyMemory<byte> line, SipLimits limits)
    {
        var span = line.Span;
        var isResponse = span.Length >= 4 && Ascii.EqualsIgnoreCase(span[..4], "SIP/"u8);
        return isResponse ? ReadStatus(span) : ReadRequest(line, limits);
    }

    private static StartLine ReadStatus(ReadOnlySpan<byte> line)
    {
        var start = new StartLine { IsResponse = true };
        var space = line.IndexOf((byte)' ');
        if (space < 0) return start.With(400, "Malformed status line");
        start.Fault = VersionFault(line[..space]);
        var rest = line[(space + 1)..];
        if (rest.Length < 3 || (rest.Length > 3 && rest[3] != (byte)' ')) return start.With(400, "Malformed status code");
        if (!SipNumber.TryParse(rest[..3], out start.StatusCode) || start.StatusCode is < 100 or > 699) return start.With(400, "Malformed status code");
        var phrase = rest.Length > 4 ? rest[4..] : default;
        var usual = ReasonPhrases.Of(start.StatusCode);
        start.ReasonPhrase = Ascii.Equals(phrase, usual) ? usual : Encoding.UTF8.GetString(phrase);
        return start;
    }

    private static StartLine ReadRequest(ReadOnlyMemory<byte> memory, SipLimits limits)
    {
        var line = memory.Span;
        var start = default(StartLine);
        var first = line.IndexOf((byte)' ');
        if (first < 0 || !SipCharacters.IsToken(line[..first])) return start.With(400, "Malformed request line");
        start.Method = SipMethod.FromBytes(line[..first]);
        var last = line.LastIndexOf((byte)' ');
        var uri = last > first ? memory[(first + 1)..last] : default;
        if (uri.Length > limits.MaxUriBytes) return start.With(414, "Request-URI Too Long");
        // RFC 4475 §3.1.2.8 to §3.1.2.11: exactly one space on either side of a URI that has none.
        if (last == first || !UriSyntax.TryScan(uri.Span, out var layout)) return start.With(400, "Malformed request line");
        start.Uri = new SipUri(uri, layout);
        start.Fault = VersionFault(line[(last + 1)..]);
        // RFC 3261 §19.1.1: headers have no place in a Request-URI.
        return start.Uri.HasHeaders ? start.With(400, "Headers in Request-URI") : start;
    }

    private static SipFault? VersionFault(ReadOnlySpan<byte> version)
    {
        if (Ascii.EqualsIgnoreCase(version, "SIP/2.0"u8)) return null;
        if (version.Length < 7 || !Ascii.EqualsIgnoreCase(version[..4], "SIP/"u8)) return new SipFault(400, "Malformed SIP version");
        var dot = version.IndexOf((byte)'.');
        var isVersion = dot > 4 && SipNumber.TryParse(version[4..dot], out long _) && SipNumber.TryParse(version[(dot + 1)..], out long _);
        return isVersion ? new SipFault(505, "Version Not Supported") : new SipFault(400, "Malformed SIP version");
    }

    private StartLine With(int statusCode, string reason)
    {
        Fault ??= new SipFault(statusCode, reason);
        return this;
    }
}
