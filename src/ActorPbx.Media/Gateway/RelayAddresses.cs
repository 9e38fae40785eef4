using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Domain.Media;

namespace ActorPbx.Media.Gateway;

/// <summary>Which local address a side of a relay listens at, and how addresses are turned into text and back.</summary>
internal sealed class RelayAddresses(ImmutableArray<string> configured)
{
    private static readonly IPEndPoint Nowhere = new(IPAddress.Any, 0);

    private readonly ImmutableArray<IPAddress> _configured = [.. configured.Select(IPAddress.Parse)];

    /// <summary>The address to listen at when a call asks for <paramref name="wanted"/>; null with a reason when there is none.</summary>
    public IPAddress? Local(string wanted, out string reason)
    {
        reason = "";
        IPAddress? address = null;
        if (wanted.Length > 0 && !IPAddress.TryParse(wanted, out address))
        {
            reason = $"\"{wanted}\" is no IP address";
            return null;
        }
        if (address is not null && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            return address;

        // All addresses at once: an SDP must name one.
        var family = address?.AddressFamily;
        foreach (var candidate in _configured)
        {
            if (family is null || candidate.AddressFamily == family)
                return candidate;
        }
        reason = $"media.addresses names no {(family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4")} address to relay media at";
        return null;
    }

    /// <summary>Where a side wants its packets; nowhere when that is no IP address.</summary>
    public static IPEndPoint Remote(TransportAddress address) =>
        IPAddress.TryParse(address.Address, out var host) && address.Port is > 0 and <= 65535 ? new IPEndPoint(host, address.Port) : Nowhere;

    /// <summary>An end point as the PBX writes it.</summary>
    public static TransportAddress Text(IPEndPoint endPoint) => new(endPoint.Address.ToString(), endPoint.Port);
}
