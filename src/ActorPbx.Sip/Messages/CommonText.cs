using System.Text;

namespace ActorPbx.Sip.Messages;

/// <summary>Texts that come with nearly every message, each as one shared string.</summary>
internal static class CommonText
{
    /// <summary>The transport of a Via, in upper case.</summary>
    public static string ViaTransport(ReadOnlySpan<byte> text) => text.Length switch
    {
        3 when Ascii.EqualsIgnoreCase(text, "UDP"u8) => "UDP",
        3 when Ascii.EqualsIgnoreCase(text, "TCP"u8) => "TCP",
        3 when Ascii.EqualsIgnoreCase(text, "TLS"u8) => "TLS",
        3 when Ascii.EqualsIgnoreCase(text, "WSS"u8) => "WSS",
        2 when Ascii.EqualsIgnoreCase(text, "WS"u8) => "WS",
        _ => Encoding.UTF8.GetString(text).ToUpperInvariant(),
    };

    /// <summary>The transport parameter of a URI, in lower case.</summary>
    public static string Transport(ReadOnlySpan<byte> text) => text.Length switch
    {
        3 when Ascii.EqualsIgnoreCase(text, "udp"u8) => "udp",
        3 when Ascii.EqualsIgnoreCase(text, "tcp"u8) => "tcp",
        3 when Ascii.EqualsIgnoreCase(text, "tls"u8) => "tls",
        3 when Ascii.EqualsIgnoreCase(text, "wss"u8) => "wss",
        2 when Ascii.EqualsIgnoreCase(text, "ws"u8) => "ws",
        _ => UriEscaping.Unescape(text).ToLowerInvariant(),
    };

    /// <summary>A header value as text; usual ones are shared.</summary>
    public static string Value(ReadOnlySpan<byte> text) => text.Length switch
    {
        0 => "",
        2 when text.SequenceEqual("70"u8) => "70",
        15 when text.SequenceEqual("application/sdp"u8) => "application/sdp",
        _ => Encoding.UTF8.GetString(text),
    };
}
