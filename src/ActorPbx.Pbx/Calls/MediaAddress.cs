using System.Net;
using System.Text;
using ActorPbx.Sip.Messages;

namespace ActorPbx.Pbx.Calls;

/// <summary>Where a session description wants media, at a glance: its first c= line, without reading the rest.</summary>
internal static class MediaAddress
{
    /// <summary>The address in a message's session description; null when there is none, or it names a host.</summary>
    public static IPAddress? In(SipMessage message)
    {
        if (!CallMedia.IsSession(message))
        {
            return null;
        }

        var body = message.Body.Span;
        var start = body.IndexOf("\nc=IN IP"u8);
        if (start < 0)
        {
            return null;
        }

        var text = body[(start + "\nc=IN IP4 ".Length)..];
        var end = text.IndexOfAny("\r\n/ "u8);
        Span<char> address = stackalloc char[64];
        return end is > 0 and <= 64 && Encoding.ASCII.TryGetChars(text[..end], address, out var length) && IPAddress.TryParse(address[..length], out var found) ? found : null;
    }
}
