using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using ActorPbx.Pbx.Settings;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Media;

/// <summary>
/// Which networks media pass between, and where a relay must help. Addresses in no configured network reach each other, but for private ones and others, and
/// no network that does not say so.
/// </summary>
public sealed class MediaNetworks(ImmutableDictionary<string, NetworkSettings> networks, ServerAddresses? server = null)
{
    private const string Anything = "*";

    private readonly ServerAddresses _server = server ?? ServerAddresses.None;

    private readonly ImmutableArray<(string Name, IPNetwork Addresses, NetworkSettings Settings)> _narrowestFirst =
    [
        .. from network in networks
           from addresses in network.Value.Addresses
           orderby addresses.PrefixLength descending, network.Key
           select (network.Key, addresses, network.Value),
    ];

    /// <summary>No network is configured: all reach each other.</summary>
    public static MediaNetworks None { get; } = new(ImmutableDictionary<string, NetworkSettings>.Empty);

    /// <summary>Whether this node relays media between a phone or carrier of its own and the far side of a call.</summary>
    /// <param name="own">Where the phone is.</param>
    /// <param name="far">Where the far side wants its media; null while it has not said so, and the far side's node decides.</param>
    public bool NeedRelay(IPAddress own, IPAddress? far)
    {
        // A late offer says nothing of its family either.
        var isOtherFamily = far is not null && !far.Equals(IPAddress.None) && FamilyOf(own) != FamilyOf(far);
        if (_narrowestFirst.IsEmpty)
        {
            return isOtherFamily;
        }

        var (name, network) = Find(own);
        return (network?.Relay ?? RelayRule.Auto) switch
        {
            RelayRule.Always => true,
            RelayRule.Never => false,
            RelayRule.Auto => isOtherFamily || (far is not null && !Reach(name, network, Find(far))),
            _ => throw new ArgumentOutOfRangeException(nameof(own), network!.Relay, "A rule that nobody knows."),
        };
    }

    /// <summary>Whether media between two peers of this node must pass through it.</summary>
    public bool NeedRelay(MediaPlace one, MediaPlace other)
    {
        var (first, second) = (Find(one.Seen), Find(other.Seen));
        if (first.Network?.Relay == RelayRule.Never || second.Network?.Relay == RelayRule.Never)
        {
            return false;
        }

        if (FamilyOf(one.Media) != FamilyOf(other.Media))
        {
            return true;
        }

        if (first.Network is not null && first.Name == second.Name)
        {
            // That its addresses reach each other is what a configured network says, be they behind one NAT.
            return false;
        }

        return first.Network?.Relay == RelayRule.Always || second.Network?.Relay == RelayRule.Always || one.BehindNat || other.BehindNat
            || !Reach(first.Name, first.Network, second) || (first.Network is null && second.Network is null && IsLocal(one.Seen) != IsLocal(other.Seen));
    }

    /// <summary>Whether an address is in the local networks, on this side of a NAT.</summary>
    public bool IsLocal(IPAddress address) => _server.IsLocal(address);

    /// <summary>What a peer is told of an address of ours.</summary>
    public IPAddress Told(IPAddress peer, IPAddress own) => _server.Told(peer, own);

    private static AddressFamily FamilyOf(IPAddress address) => address.IsIPv4MappedToIPv6 ? AddressFamily.InterNetwork : address.AddressFamily;

    private static bool Reach(string name, NetworkSettings? network, (string Name, NetworkSettings? Network) other) =>
        name == other.Name || Names(network, other.Name) || Names(other.Network, name);

    private static bool Names(NetworkSettings? network, string other) => network is not null && (network.Reaches.Contains(other) || network.Reaches.Contains(Anything));

    private (string Name, NetworkSettings? Network) Find(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var (name, addresses, settings) in _narrowestFirst)
        {
            if (addresses.Contains(plain))
            {
                return (name, settings);
            }
        }

        return ("", null);
    }
}
