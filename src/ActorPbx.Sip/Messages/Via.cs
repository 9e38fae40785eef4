using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Unicode;
using ActorPbx.Sip.Parsing;

namespace ActorPbx.Sip.Messages;

/// <summary>One hop of a message's way: transport, sent-by and branch (RFC 3261 §20.42); immutable.</summary>
public sealed class Via
{
    /// <summary>RFC 3261 §8.1.1.7: every branch of this version starts so.</summary>
    public const string MagicCookie = "z9hG4bK";

    private readonly ReadOnlyMemory<byte> _text;
    private readonly ViaLayout _layout;
    private string? _branch;
    private string? _host;

    internal Via(ReadOnlyMemory<byte> text, in ViaLayout layout)
    {
        _text = text;
        _layout = layout;
    }

    /// <summary>A new hop that asks for rport (RFC 3581 §3).</summary>
    /// <param name="transport">UDP, TCP, TLS, WS or WSS.</param>
    /// <param name="host">Sent-by name or address; IPv6 gets its brackets.</param>
    /// <param name="port">Sent-by port, null to leave it out.</param>
    /// <param name="branch">The whole branch, cookie included.</param>
    public static Via Create(string transport, string host, int? port, string branch)
    {
        if (host.Contains(':') && !host.StartsWith('[')) host = $"[{host}]";
        var portPart = port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
        return Parse($"SIP/2.0/{transport} {host}{portPart};rport;branch={branch}");
    }

    /// <summary>In upper case: UDP, TCP, TLS, WS, WSS or an unknown one.</summary>
    public string Transport => CommonText.ViaTransport(_text.Span.Slice(_layout.TransportStart, _layout.TransportLength));

    /// <summary>Sent-by host; an IPv6 address keeps its brackets.</summary>
    public string Host => _host ??= Encoding.ASCII.GetString(_text.Span.Slice(_layout.HostStart, _layout.HostLength));

    /// <summary>Sent-by as an address; false when it is a name.</summary>
    public bool TryGetAddress([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? address) =>
        UriSyntax.TryAddress(_text.Span.Slice(_layout.HostStart, _layout.HostLength), out address);

    public int? Port => _layout.Port == UriSyntax.NoPort ? null : _layout.Port;

    /// <summary>Null when the peer is of RFC 2543.</summary>
    public string? Branch => _branch ??= Parameters.Get("branch");

    /// <summary>Whether the branch starts with the cookie and has more after it (RFC 4475 §3.2.1).</summary>
    public bool HasMagicBranch => Branch is { } branch && branch.Length > MagicCookie.Length && branch.StartsWith(MagicCookie, StringComparison.Ordinal);

    /// <summary>The source address that the next hop saw, as written.</summary>
    public string? Received => Parameters.Get("received");

    /// <summary>The source address that the next hop saw, with or without brackets (RFC 5118 §4.5); null when missing or no address.</summary>
    public IPAddress? ReceivedAddress => Parameters.TryFind("received", out var value) && UriSyntax.TryAddress(value, out var address) ? address : null;

    /// <summary>The source port that the next hop saw; null when missing or still empty.</summary>
    public int? Rport => Parameters.GetNumber("rport");

    /// <summary>Whether the sender asks for rport, filled in or not.</summary>
    public bool WantsRport => Parameters.Contains("rport");

    public string? Maddr => Parameters.Get("maddr");

    public ParameterList Parameters => new(_text[_layout.ParametersStart..], escaped: false);

    internal ReadOnlySpan<byte> Raw => _text.Span;
    internal ReadOnlyMemory<byte> Bytes => _text;

    public static bool TryParse(ReadOnlyMemory<byte> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Via? via)
    {
        via = ViaSyntax.TryScan(text.Span, out var layout) ? new Via(text, layout) : null;
        return via is not null;
    }

    public static bool TryParse(string? text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Via? via)
    {
        via = null;
        return !string.IsNullOrEmpty(text) && TryParse(Encoding.UTF8.GetBytes(text), out via);
    }

    /// <exception cref="FormatException">The text is no Via value.</exception>
    public static Via Parse(string text) => TryParse(text, out var via) ? via : throw new FormatException($"Not a Via: {text}");

    /// <summary>RFC 3261 §18.2.1 and RFC 3581 §4: the hop with the source of its message noted; rport only where it was asked for.</summary>
    public Via WithSource(string received, int port)
    {
        if (TryFillSource(received, port) is { } filled) return filled;
        var withReceived = WithParameter("received", received);
        return WantsRport ? withReceived.WithParameter("rport", port.ToString(CultureInfo.InvariantCulture)) : withReceived;
    }

    /// <summary>The usual case, an empty rport and no received yet, in one pass over the bytes; null for any other.</summary>
    private Via? TryFillSource(string received, int port)
    {
        var text = _text.Span;
        var end = text[_layout.ParametersStart..].IndexOf(";rport"u8) + _layout.ParametersStart + ";rport".Length;
        if (end < _layout.ParametersStart + ";rport".Length || (end < text.Length && text[end] != ';') || text.IndexOf("received"u8) >= 0) return null;
        Span<byte> source = stackalloc byte[96];
        if (!Utf8.TryWrite(source, CultureInfo.InvariantCulture, $"={port};received={received}", out var length)) return null;
        var filled = new byte[text.Length + length];
        text[..end].CopyTo(filled);
        source[..length].CopyTo(filled.AsSpan(end));
        text[end..].CopyTo(filled.AsSpan(end + length));
        return TryParse(filled, out var via) ? via : null;
    }

    public Via WithParameter(string name, string? value = null)
    {
        var text = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(_text.Span[.._layout.ParametersStart]) + Parameters.With(name, value));
        return TryParse(text, out var via) || TrySalvage(text, out via) ? via : throw new FormatException("The parameter does not make a Via.");
    }

    /// <summary>As much of a broken or foreign hop as an error response needs to go back: its sent-by and its good parameters.</summary>
    internal static bool TrySalvage(ReadOnlyMemory<byte> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Via? via)
    {
        via = null;
        if (!ViaSyntax.TrySalvage(text.Span, out var layout)) return false;
        var good = ParameterSyntax.ValidLength(text.Span[layout.ParametersStart..]);
        via = new Via(text[..(layout.ParametersStart + good)], layout);
        return true;
    }

    /// <summary>The header value as it was read.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_text.Span);
}
