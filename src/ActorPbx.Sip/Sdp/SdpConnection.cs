using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Sdp;

/// <summary>A c= line: where media is to be sent (RFC 8866 §5.7).</summary>
/// <param name="AddressType">IP4 or IP6.</param>
/// <param name="Address">Address or name; a multicast address keeps its TTL suffix.</param>
public sealed record SdpConnection(string AddressType, string Address)
{
    /// <summary>RFC 3264 §8.4: the old way to put a stream on hold.</summary>
    public bool IsHold => Address is "0.0.0.0" or "::";

    public static SdpConnection Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return new SdpConnection(address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4", address.ToString());
    }

    public static bool TryParse(string value, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SdpConnection? connection)
    {
        connection = null;
        Span<Range> parts = stackalloc Range[4];
        if (value.AsSpan().Split(parts, ' ') != 3) return false;
        if (value.AsSpan(parts[0]) is not "IN" || value.AsSpan(parts[1]) is not ("IP4" or "IP6") || value[parts[2]].Length == 0) return false;
        connection = new SdpConnection(value.AsSpan(parts[1]) is "IP6" ? "IP6" : "IP4", value[parts[2]]);
        return true;
    }

    public override string ToString() => $"IN {AddressType} {Address}";
}
