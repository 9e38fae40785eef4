using System.Collections.Immutable;
using ActorPbx.Pbx.Settings;

namespace ActorPbx.Node.Settings;

/// <summary>How the node speaks SIP with other nodes of its cluster.</summary>
public sealed record LinkSettings
{
    /// <summary>Where it takes SIP from them. It speaks with them over the same transports.</summary>
    public ImmutableArray<LinkListenerSettings> Listen { get; init; } = [];

    /// <summary>TLS: PEM file with this node's certificate, which names NODE.BRANCH.CLUSTER.invalid.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>TLS: PEM file with its private key.</summary>
    public string PrivateKey { get; init; } = "";

    /// <summary>TLS: PEM file with the cluster's own authority, which all its nodes' certificates come from.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Most calls at once that come over the links; 0: any number.</summary>
    public int MaxIn { get; init; }

    /// <summary>Most calls at once that leave over the links; 0: any number.</summary>
    public int MaxOut { get; init; }

    /// <summary>Pause between two pings of a link that is well.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A ping without answer for so long has failed.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two pings of a link that is down.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(4);
}

/// <summary>One address that SIP of other nodes is received at.</summary>
public sealed record LinkListenerSettings
{
    /// <summary>The transport; UDP and TCP prove a node by its announced address alone.</summary>
    public ListenerTransport Transport { get; init; } = ListenerTransport.Tls;

    /// <summary>IPv4 or IPv6 address; 0.0.0.0 or :: for all.</summary>
    public string Address { get; init; } = "0.0.0.0";

    /// <summary>The port.</summary>
    public int Port { get; init; } = 5071;

    /// <summary>The IP address that other nodes are told; empty: <see cref="Address"/>.</summary>
    public string AdvertisedAddress { get; init; } = "";
}
