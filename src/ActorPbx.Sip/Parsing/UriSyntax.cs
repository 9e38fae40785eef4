using System.Net;
using System.Text;

namespace ActorPbx.Sip.Parsing;

/// <summary>Where the parts of a URI lie in its text; offsets count bytes from the start of the URI.</summary>
internal struct UriLayout
{
    public UriForm Form;
    public ushort SchemeLength;
    public ushort UserStart;
    public ushort UserLength;
    public ushort PasswordStart;
    public ushort PasswordLength;
    public ushort HostStart;
    public ushort HostLength;
    public int Port;
    public ushort ParametersStart;
    public ushort ParametersLength;
    public ushort HeadersStart;
    public ushort HeadersLength;
}

/// <summary>The families of URI that the stack takes apart.</summary>
internal enum UriForm : byte
{
    Sip,
    Sips,
    Tel,
    Other,
}

/// <summary>The grammar of SIP-URI, SIPS-URI and telephone-uri (RFC 3261 §25.1, RFC 3966 §3); allocates nothing.</summary>
internal static class UriSyntax
{
    public const int NoPort = -1;
    private const int MaxPort = 65535;

    /// <summary>Comparing URIs looks each parameter up in the other; nobody needs more than this.</summary>
    private const int MaxParts = 64;

    public static bool TryScan(ReadOnlySpan<byte> uri, out UriLayout layout)
    {
        layout = new UriLayout { Port = NoPort };
        if (uri.Length > ushort.MaxValue) return false;
        var colon = uri.IndexOf((byte)':');
        if (colon < 1 || colon == uri.Length - 1 || !IsScheme(uri[..colon])) return false;
        layout.SchemeLength = (ushort)colon;
        layout.Form = FormOf(uri[..colon]);
        return layout.Form switch
        {
            UriForm.Sip or UriForm.Sips => ScanSip(uri, ref layout),
            UriForm.Tel => ScanTel(uri, ref layout),
            _ => ScanOther(uri, ref layout),
        };
    }

    /// <summary>host: a name, an IPv4 address or an IPv6 reference in brackets.</summary>
    public static bool IsHost(ReadOnlySpan<byte> host)
    {
        if (host.IsEmpty) return false;
        if (host[0] != (byte)'[') return !host.ContainsAnyExcept(SipCharacters.Host);
        return host[^1] == (byte)']' && IsIPv6(host[1..^1]);
    }

    public static bool IsIPv6(ReadOnlySpan<byte> address) => TryIPv6(address, out _);

    /// <summary>An IPv6 address without brackets; the three colons that the grammar of RFC 3261 lets through before an IPv4 part are read as two (RFC 5118 §4.10).</summary>
    public static bool TryIPv6(ReadOnlySpan<byte> address, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? parsed)
    {
        parsed = null;
        // "[fe80::1%eth0]": a zone means nothing to the other side and is no part of the grammar.
        if (address.Length is < 2 or > 46 || address.ContainsAny((byte)'%', (byte)'[', (byte)'/') || !address.Contains((byte)':')) return false;
        Span<char> text = stackalloc char[46];
        if (!Encoding.ASCII.TryGetChars(address, text, out var written)) return false;
        var colons = address.IndexOf(":::"u8);
        if (colons >= 0 && address.Contains((byte)'.'))
        {
            text[(colons + 1)..written].CopyTo(text[colons..]);
            written--;
        }
        return IPAddress.TryParse(text[..written], out parsed);
    }

    /// <summary>The address that a host is, if it is one: IPv4 in dotted form, IPv6 in brackets or bare.</summary>
    public static bool TryAddress(ReadOnlySpan<byte> host, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? parsed)
    {
        parsed = null;
        if (host.IsEmpty || host.Length > 48) return false;
        if (host[0] == (byte)'[' && host[^1] == (byte)']') return TryIPv6(host[1..^1], out parsed);
        if (host.Contains((byte)':')) return TryIPv6(host, out parsed);
        // IPAddress would read "1" and "0x7f.1" too; a SIP host is four decimal numbers or a name.
        if (host.ContainsAnyExcept("0123456789."u8) || host.Count((byte)'.') != 3) return false;
        Span<char> text = stackalloc char[48];
        return Encoding.ASCII.TryGetChars(host, text, out var written) && IPAddress.TryParse(text[..written], out parsed);
    }

    public static bool TryPort(ReadOnlySpan<byte> digits, out int port)
    {
        port = 0;
        if (digits.Length is 0 or > 5) return false;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            port = (port * 10) + (digit - '0');
        }
        return port is > 0 and <= MaxPort;
    }

    /// <summary>Every '%' starts an escape of two hexadecimal digits.</summary>
    public static bool AreEscapesWhole(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf((byte)'%'); at >= 0; at = text.IndexOf((byte)'%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2])) return false;
            text = text[(at + 3)..];
        }
        return true;
    }

    /// <summary>Length of a host (without port) at the start of the text: up to the bracket's end, or up to a delimiter.</summary>
    public static int HostLength(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty && text[0] == (byte)'[') return text.IndexOf((byte)']') + 1;
        var end = text.IndexOfAnyExcept(SipCharacters.Host);
        return end < 0 ? text.Length : end;
    }

    private static bool IsScheme(ReadOnlySpan<byte> scheme) => char.IsAsciiLetter((char)scheme[0]) && !scheme.ContainsAnyExcept(SipCharacters.Scheme);

    private static UriForm FormOf(ReadOnlySpan<byte> scheme) => scheme.Length switch
    {
        3 when Ascii.EqualsIgnoreCase(scheme, "sip"u8) => UriForm.Sip,
        3 when Ascii.EqualsIgnoreCase(scheme, "tel"u8) => UriForm.Tel,
        4 when Ascii.EqualsIgnoreCase(scheme, "sips"u8) => UriForm.Sips,
        _ => UriForm.Other,
    };

    private static bool ScanSip(ReadOnlySpan<byte> uri, ref UriLayout layout)
    {
        var position = layout.SchemeLength + 1;
        var at = uri[position..].IndexOf((byte)'@');
        if (at >= 0)
        {
            if (!ScanUserInfo(uri.Slice(position, at), position, ref layout)) return false;
            position += at + 1;
        }
        layout.HostStart = (ushort)position;
        layout.HostLength = (ushort)HostLength(uri[position..]);
        if (!IsHost(uri.Slice(position, layout.HostLength))) return false;
        position += layout.HostLength;
        if (position < uri.Length && uri[position] == (byte)':' && !ScanPort(uri, ref position, ref layout)) return false;
        return ScanTail(uri, position, ref layout);
    }

    private static bool ScanUserInfo(ReadOnlySpan<byte> userInfo, int start, ref UriLayout layout)
    {
        var colon = userInfo.IndexOf((byte)':');
        var user = colon < 0 ? userInfo : userInfo[..colon];
        if (user.IsEmpty || user.ContainsAnyExcept(SipCharacters.User) || !AreEscapesWhole(userInfo)) return false;
        layout.UserStart = (ushort)start;
        layout.UserLength = (ushort)user.Length;
        if (colon < 0) return true;
        layout.PasswordStart = (ushort)(start + colon + 1);
        layout.PasswordLength = (ushort)(userInfo.Length - colon - 1);
        return !userInfo[(colon + 1)..].ContainsAnyExcept(SipCharacters.Password);
    }

    private static bool ScanPort(ReadOnlySpan<byte> uri, ref int position, ref UriLayout layout)
    {
        var digits = uri[(position + 1)..];
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (end >= 0) digits = digits[..end];
        position += 1 + digits.Length;
        return TryPort(digits, out layout.Port);
    }

    private static bool ScanTail(ReadOnlySpan<byte> uri, int position, ref UriLayout layout)
    {
        var tail = uri[position..];
        var question = tail.IndexOf((byte)'?');
        var parameters = question < 0 ? tail : tail[..question];
        layout.ParametersStart = (ushort)position;
        layout.ParametersLength = (ushort)parameters.Length;
        if (!AreParameters(parameters)) return false;
        if (question < 0) return true;
        layout.HeadersStart = (ushort)(position + question + 1);
        layout.HeadersLength = (ushort)(tail.Length - question - 1);
        return AreHeaders(tail[(question + 1)..]);
    }

    private static bool AreParameters(ReadOnlySpan<byte> parameters)
    {
        if (parameters.IsEmpty) return true;
        if (parameters[0] != (byte)';' || parameters.Count((byte)';') > MaxParts || !AreEscapesWhole(parameters)) return false;
        while (!parameters.IsEmpty)
        {
            parameters = parameters[1..];
            var end = parameters.IndexOf((byte)';');
            var parameter = end < 0 ? parameters : parameters[..end];
            var equal = parameter.IndexOf((byte)'=');
            if (equal == 0 || equal == parameter.Length - 1) return false;
            if ((equal < 0 ? parameter : parameter[..equal]).ContainsAnyExcept(SipCharacters.UriParameter)) return false;
            if (equal > 0 && parameter[(equal + 1)..].ContainsAnyExcept(SipCharacters.UriParameter)) return false;
            if (parameter.IsEmpty) return false;
            parameters = parameters[parameter.Length..];
        }
        return true;
    }

    private static bool AreHeaders(ReadOnlySpan<byte> headers)
    {
        if (headers.Count((byte)'&') >= MaxParts || !AreEscapesWhole(headers)) return false;
        while (true)
        {
            var end = headers.IndexOf((byte)'&');
            var header = end < 0 ? headers : headers[..end];
            var equal = header.IndexOf((byte)'=');
            if (equal < 1 || header[..equal].ContainsAnyExcept(SipCharacters.UriHeader)) return false;
            if (header[(equal + 1)..].ContainsAnyExcept(SipCharacters.UriHeader)) return false;
            if (end < 0) return true;
            headers = headers[(end + 1)..];
        }
    }

    private static bool ScanTel(ReadOnlySpan<byte> uri, ref UriLayout layout)
    {
        var rest = uri[(layout.SchemeLength + 1)..];
        var semicolon = rest.IndexOf((byte)';');
        var number = semicolon < 0 ? rest : rest[..semicolon];
        if (number.IsEmpty || number.ContainsAnyExcept(SipCharacters.TelNumber) || number[1..].Contains((byte)'+')) return false;
        layout.UserStart = (ushort)(layout.SchemeLength + 1);
        layout.UserLength = (ushort)number.Length;
        layout.ParametersStart = (ushort)(layout.UserStart + number.Length);
        layout.ParametersLength = (ushort)(rest.Length - number.Length);
        return AreParameters(rest[number.Length..]);
    }

    private static bool ScanOther(ReadOnlySpan<byte> uri, ref UriLayout layout)
    {
        layout.UserStart = (ushort)(layout.SchemeLength + 1);
        layout.UserLength = (ushort)(uri.Length - layout.UserStart);
        return !uri[layout.UserStart..].ContainsAnyExcept(SipCharacters.OpaqueUri);
    }
}
