using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Pbx.Media;

/// <summary>Whether a NAT stands between this node and a peer, as far as addresses tell.</summary>
public static class AddressTranslation
{
    private const int Subnet = 24;
    private const int Subnet6 = 64;

    /// <summary>
    /// A peer that calls itself by another address than the one it is seen with is behind a NAT, unless both are of one subnet: a NAT leads from one network into
    /// another, and a host or a registrar in its neighbourhood may use any of its addresses. The width of a subnet, /24 and /64, is a choice of ours.
    /// </summary>
    /// <param name="own">What the peer calls itself.</param>
    /// <param name="seen">Where its messages come from.</param>
    public static bool IsBetween(IPAddress own, IPAddress seen)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(seen);
        return own.AddressFamily != seen.AddressFamily || !SubnetOf(own).Contains(seen);
    }

    private static IPNetwork SubnetOf(IPAddress address)
    {
        var prefix = address.AddressFamily == AddressFamily.InterNetwork ? Subnet : Subnet6;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        bytes[(prefix / 8)..length].Clear();
        return new IPNetwork(new IPAddress(bytes[..length]), prefix);
    }
}
