using System.Diagnostics.CodeAnalysis;
using System.Net;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings;

/// <summary>Listeners of the configuration as network addresses.</summary>
public static class ListenerAddresses
{
    /// <summary>Reads an address, IPv6 with or without brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text, out address);

    /// <summary>The port, or the transport's usual one for 0 (RFC 3261 §19.1.2).</summary>
    public static int PortOf(ListenerSettings listener) =>
        listener.Port != 0 ? listener.Port : listener.Transport == ListenerTransport.Tls ? 5061 : 5060;

    /// <summary>Address and port of a checked listener.</summary>
    public static IPEndPoint EndPointOf(ListenerSettings listener) => TryParse(listener.Address, out var address)
        ? new IPEndPoint(address, PortOf(listener))
        : throw new ArgumentException($"\"{listener.Address}\" is no IP address.", nameof(listener));

    /// <summary>Address and port for people.</summary>
    public static string Describe(ListenerSettings listener) => EndPointOf(listener).ToString();
}
