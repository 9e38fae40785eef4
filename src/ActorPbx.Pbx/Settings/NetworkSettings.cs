using System.Collections.Immutable;
using System.Net;

namespace ActorPbx.Pbx.Settings;

/// <summary>Whether media of calls between nodes pass through the node that serves a network.</summary>
public enum RelayRule
{
    /// <summary>When the network and that of the other side do not reach each other.</summary>
    Auto,

    /// <summary>Always.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>A network that phones, carriers and relays are in, as media see it.</summary>
public sealed record NetworkSettings
{
    /// <summary>Its addresses, such as 10.4.0.0/16. Where several networks have an address, the narrowest counts.</summary>
    public ImmutableArray<IPNetwork> Addresses { get; init; } = [];

    /// <summary>Names of other networks that packets go to and come from; "*": all, and addresses of no network. One of two networks need say so.</summary>
    public ImmutableArray<string> Reaches { get; init; } = [];

    /// <summary>Whether this node relays media of its phones in the network.</summary>
    public RelayRule Relay { get; init; } = RelayRule.Auto;
}
