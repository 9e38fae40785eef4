using System.Net;
using System.Text;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>A <c>sip:</c>, <c>sips:</c> or <c>tel:</c> address, or another URI kept as it is; immutable, equal by RFC 3261 §19.1.4.</summary>
public sealed class SipUri : IEquatable<SipUri>
{
    private readonly ReadOnlyMemory<byte> _text;
    private readonly UriLayout _layout;
    private string? _string;
    private string? _host;

    internal SipUri(ReadOnlyMemory<byte> text, in UriLayout layout)
    {
        _text = text;
        _layout = layout;
    }

    /// <summary>In lower case: <c>sip</c>, <c>sips</c>, <c>tel</c>, or the scheme of a URI that the stack does not take apart.</summary>
    public string Scheme => _layout.Form switch
    {
        UriForm.Sip => "sip",
        UriForm.Sips => "sips",
        UriForm.Tel => "tel",
        _ => Encoding.ASCII.GetString(_text.Span[.._layout.SchemeLength]).ToLowerInvariant(),
    };

    public bool IsSip => _layout.Form is UriForm.Sip or UriForm.Sips;
    public bool IsSecure => _layout.Form == UriForm.Sips;
    public bool IsTel => _layout.Form == UriForm.Tel;

    /// <summary>The user part, or a telephone number, with escapes undone; null when there is none.</summary>
    public string? User => _layout.UserLength == 0 ? null : UriEscaping.Unescape(RawUser);

    /// <summary>The user part as it stands on the wire.</summary>
    public ReadOnlySpan<byte> RawUser => Part(_layout.UserStart, _layout.UserLength);

    /// <summary>The password that a URI should never carry (RFC 3261 §19.1.1), escapes undone.</summary>
    public string? Password => _layout.PasswordStart == 0 ? null : UriEscaping.Unescape(Part(_layout.PasswordStart, _layout.PasswordLength));

    /// <summary>Name or address; an IPv6 address keeps its brackets. Empty for tel: and unknown schemes.</summary>
    public string Host => _host ??= Encoding.ASCII.GetString(RawHost);

    public ReadOnlySpan<byte> RawHost => Part(_layout.HostStart, _layout.HostLength);

    /// <summary>The host as an address; false when it is a name.</summary>
    public bool TryGetAddress([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? address) => UriSyntax.TryAddress(RawHost, out address);

    /// <summary>Null when the URI names none.</summary>
    public int? Port => _layout.Port == UriSyntax.NoPort ? null : _layout.Port;

    public ParameterList Parameters => new(_text.Slice(_layout.ParametersStart, _layout.ParametersLength), escaped: true);

    /// <summary>What follows the question mark, as it stands on the wire; empty when there is nothing.</summary>
    public string Headers => Encoding.ASCII.GetString(RawHeaders);

    public bool HasHeaders => _layout.HeadersStart != 0;

    /// <summary>The <c>transport</c> parameter in lower case, or null.</summary>
    public string? TransportParam => Parameters.TryFind("transport", out var value) ? CommonText.Transport(value) : null;

    /// <summary>Whether this route is a loose one (RFC 3261 §19.1.1).</summary>
    public bool HasLr => _layout.ParametersLength != 0 && Parameters.Contains("lr");

    internal ReadOnlySpan<byte> RawHeaders => Part(_layout.HeadersStart, _layout.HeadersLength);
    internal ReadOnlySpan<byte> Raw => _text.Span;
    internal UriForm Form => _layout.Form;

    public static bool TryParse(ReadOnlySpan<byte> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SipUri? uri)
    {
        uri = UriSyntax.TryScan(text, out var layout) ? new SipUri(text.ToArray(), layout) : null;
        return uri is not null;
    }

    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        if (string.IsNullOrEmpty(text)) return false;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!UriSyntax.TryScan(bytes, out var layout)) return false;
        uri = new SipUri(bytes, layout);
        return true;
    }

    /// <exception cref="FormatException">The text is no URI.</exception>
    public static SipUri Parse(string text) => TryParse(text, out var uri) ? uri : throw new FormatException($"Not a URI: {text}");

    /// <summary>Makes <c>sip:user@host:port;parameters</c>; the user is escaped as needed, an IPv6 host gets its brackets.</summary>
    /// <param name="user">Plain text, or null.</param>
    /// <param name="host">Name or address.</param>
    /// <param name="port">Null leaves it out.</param>
    /// <param name="parameters">As on the wire with the first semicolon, or null.</param>
    /// <param name="secure">Makes a <c>sips:</c> URI.</param>
    /// <exception cref="FormatException">The parts do not make a URI.</exception>
    public static SipUri Create(string? user, string host, int? port = null, string? parameters = null, bool secure = false)
    {
        if (host.Contains(':') && !host.StartsWith('[')) host = $"[{host}]";
        var userPart = string.IsNullOrEmpty(user) ? "" : UriEscaping.EscapeUser(user) + "@";
        var portPart = port is null ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{port}");
        return Parse($"{(secure ? "sips" : "sip")}:{userPart}{host}{portPart}{parameters}");
    }

    /// <summary>The same URI with this parameter set; null value makes a bare one.</summary>
    public SipUri WithParameter(string name, string? value = null) =>
        Rebuild(Parameters.With(name, value is null ? null : UriEscaping.EscapeParameter(value)), keepHeaders: true);

    public SipUri WithoutParameter(string name) => Rebuild(Parameters.Without(name), keepHeaders: true);

    /// <summary>The same URI without what follows the question mark.</summary>
    public SipUri WithoutHeaders() => HasHeaders ? Rebuild(Parameters.ToString(), keepHeaders: false) : this;

    public bool Equals(SipUri? other) => other is not null && (ReferenceEquals(this, other) || SipUriComparison.AreEqual(this, other));
    public override bool Equals(object? obj) => Equals(obj as SipUri);
    public override int GetHashCode() => SipUriComparison.Hash(this);
    public static bool operator ==(SipUri? left, SipUri? right) => left is null ? right is null : left.Equals(right);
    public static bool operator !=(SipUri? left, SipUri? right) => !(left == right);

    /// <summary>The URI exactly as it was read.</summary>
    public override string ToString() => _string ??= Encoding.ASCII.GetString(_text.Span);

    private SipUri Rebuild(string parameters, bool keepHeaders)
    {
        var head = Encoding.ASCII.GetString(_text.Span[.._layout.ParametersStart]);
        return Parse(keepHeaders && HasHeaders ? $"{head}{parameters}?{Headers}" : head + parameters);
    }

    private ReadOnlySpan<byte> Part(int start, int length) => _text.Span.Slice(start, length);
}
