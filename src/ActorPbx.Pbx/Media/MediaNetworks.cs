using System.Collections.Immutable;
using System.Net;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Pbx.Media;

/// <summary>
/// Which networks media pass between, and where a relay must help. Addresses in no configured network reach each other, and no network that does not say so.
/// </summary>
public sealed class MediaNetworks(ImmutableDictionary<string, NetworkSettings> networks)
{
    private const string Anything = "*";

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
        if (_narrowestFirst.IsEmpty)
        {
            return false;
        }

        var (name, network) = Find(own);
        return (network?.Relay ?? RelayRule.Auto) switch
        {
            RelayRule.Always => true,
            RelayRule.Never => false,
            RelayRule.Auto => far is not null && !Reach(name, network, Find(far)),
            _ => throw new ArgumentOutOfRangeException(nameof(own), network!.Relay, "A rule that nobody knows."),
        };
    }

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
