using System.Net;
using System.Net.Sockets;

namespace ActorPbx.Sip.Transport;

/// <summary>Which address of this server a peer can reach: one of its own in the local networks, the one outside the NAT from everywhere else.</summary>
public sealed record ServerAddresses
{
    private static readonly IPNetwork[] PrivateNetworks =
    [
        // RFC 1918, RFC 6598, RFC 3927 and loopback; RFC 4193, RFC 4291 §2.5.6 and loopback.
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("::1/128"),
    ];

    /// <summary>Everybody sees the address that the kernel's routes choose.</summary>
    public static ServerAddresses None { get; } = new();

    /// <summary>The own address that listeners on every address are known by in the local networks; null: the one that the route to a peer starts from.</summary>
    public IPAddress? Local { get; init; }

    /// <summary>The address under which a NAT forwards to this server; null: there is none.</summary>
    public IPAddress? External { get; init; }

    /// <summary>The networks on this side of the NAT; empty: all private ones.</summary>
    public IReadOnlyList<IPNetwork> LocalNetworks { get; init; } = [];

    /// <summary>Whether a peer is in the local networks.</summary>
    public bool IsLocal(IPAddress peer)
    {
        ArgumentNullException.ThrowIfNull(peer);
        IPAddress plain = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        foreach (IPNetwork network in LocalNetworks.Count > 0 ? LocalNetworks : PrivateNetworks)
        {
            if (network.Contains(plain)) return true;
        }

        return LocalNetworks.Count > 0 && IPAddress.IsLoopback(plain);
    }

    /// <summary>What a peer is told of an address of this server.</summary>
    public IPAddress Told(IPAddress peer, IPAddress own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return External is { } external && external.AddressFamily == own.AddressFamily && !IsLocal(peer) ? external : own;
    }

    /// <summary>The own address that a listener on every address uses towards a peer, when not the route shall choose.</summary>
    internal IPAddress? ChosenFor(IPAddress peer)
    {
        AddressFamily family = peer.IsIPv4MappedToIPv6 ? AddressFamily.InterNetwork : peer.AddressFamily;
        return Local is { } local && local.AddressFamily == family && !IPAddress.IsLoopback(peer) ? local : null;
    }
}
