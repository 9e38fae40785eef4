using System.Collections.Immutable;
using System.Net;

namespace ActorPbx.Pbx.Settings;

/// <summary>Where and how SIP is spoken.</summary>
public sealed record SipSettings
{
    /// <summary>The listeners.</summary>
    public ImmutableArray<ListenerSettings> Listen { get; init; } = [];

    /// <summary>The address of this machine that phones in local networks are given by listeners on 0.0.0.0 or ::; empty: the one that the route to them starts from.</summary>
    public string LocalAddress { get; init; } = "";

    /// <summary>The address outside a NAT that forwards to this machine, given to everybody but the local networks; empty: there is none.</summary>
    public string ExternalAddress { get; init; } = "";

    /// <summary>The networks on this side of the NAT, such as 192.168.0.0/16; empty: all private ones.</summary>
    public ImmutableArray<IPNetwork> LocalNetworks { get; init; } = [];

    /// <summary>Value of the Server and User-Agent headers; empty: none is sent.</summary>
    public string ServerName { get; init; } = "ActorPbx";

    /// <summary>Transaction timers.</summary>
    public TimerSettings Timers { get; init; } = new();

    /// <summary>What a stranger may use up.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>TLS beyond single listeners.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>Digest authentication.</summary>
    public AuthenticationSettings Authentication { get; init; } = new();

    /// <summary>What strangers, guessers and scanners come up against.</summary>
    public ProtectionSettings Protection { get; init; } = new();
}

/// <summary>The transports of a listener.</summary>
public enum ListenerTransport
{
    /// <summary>SIP over UDP.</summary>
    Udp,

    /// <summary>SIP over TCP.</summary>
    Tcp,

    /// <summary>SIP over TLS 1.2 or 1.3.</summary>
    Tls,
}

/// <summary>What a TLS listener wants of a client's certificate.</summary>
public enum ClientCertificates
{
    /// <summary>Not asked for.</summary>
    None,

    /// <summary>Asked for; refused only when given and not valid.</summary>
    Optional,

    /// <summary>No connection without a valid one.</summary>
    Required,
}

/// <summary>One address that SIP is received at.</summary>
public sealed record ListenerSettings
{
    /// <summary>The transport.</summary>
    public ListenerTransport Transport { get; init; } = ListenerTransport.Udp;

    /// <summary>IPv4 or IPv6 address; 0.0.0.0 or :: for all.</summary>
    public string Address { get; init; } = "0.0.0.0";

    /// <summary>The port; 0: 5060, or 5061 for TLS.</summary>
    public int Port { get; init; }

    /// <summary>The address that phones are given when <see cref="Address"/> is a wildcard; empty: the one they reached.</summary>
    public string AdvertisedAddress { get; init; } = "";

    /// <summary>TLS: PEM file with the certificate chain; empty: a self-signed one made at the first start.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>TLS: PEM file with the private key.</summary>
    public string PrivateKey { get; init; } = "";

    /// <summary>TLS: whether clients show certificates.</summary>
    public ClientCertificates ClientCertificates { get; init; } = ClientCertificates.None;

    /// <summary>TLS: PEM file with the authorities that client certificates must come from; empty: the system's.</summary>
    public string ClientAuthorities { get; init; } = "";
}

/// <summary>Timers of RFC 3261 §17 (table 4).</summary>
public sealed record TimerSettings
{
    /// <summary>Estimate of the round trip.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between retransmissions of non-INVITE requests and INVITE responses.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time that a message stays in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>Bounds on what a stranger can make grow.</summary>
public sealed record LimitSettings
{
    /// <summary>Largest message, bytes.</summary>
    public int MaxMessageBytes { get; init; } = 65_535;

    /// <summary>Most header fields of a message.</summary>
    public int MaxHeaders { get; init; } = 200;

    /// <summary>Most transactions alive; above, requests get 503.</summary>
    public int MaxTransactions { get; init; } = 200_000;

    /// <summary>Most calls alive; above, new calls get 503.</summary>
    public int MaxCalls { get; init; } = 50_000;

    /// <summary>Most stream connections.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Most stream connections from one address.</summary>
    public int MaxConnectionsPerSource { get; init; } = 200;

    /// <summary>Time in which a message that began must be complete.</summary>
    public TimeSpan MessageDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which a silent stream connection is closed.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Time in which a peer must take what is written to it.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Digest authentication (RFC 7616, RFC 8760).</summary>
public sealed record AuthenticationSettings
{
    /// <summary>Algorithms offered; whatever the order here, the strongest stands first in a challenge (RFC 8760 §2.3).</summary>
    public ImmutableArray<string> Algorithms { get; init; } = ["SHA-256", "MD5"];

    /// <summary>
    /// User-Agent prefixes of devices that give up at a SHA-256 challenge even when MD5 stands beside it, and so are offered MD5 alone:
    /// libre before 2.0 (Debian 12's baresip) and sipp before 3.7.
    /// </summary>
    public ImmutableArray<string> Md5OnlyAgents { get; init; } = ["baresip v0.", "baresip v1.", "sipp"];

    /// <summary>How long a nonce is good.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Key of the nonces, shared by nodes that take each other's; empty: random at each start, and in a cluster headquarters tells its nodes a common one.</summary>
    public string NonceKey { get; init; } = "";

    /// <summary>Which nodes headquarters tells a common key.</summary>
    public NonceScope NonceScope { get; init; } = NonceScope.Cluster;
}

/// <summary>Which nodes take one another's nonces.</summary>
public enum NonceScope
{
    /// <summary>All of the cluster.</summary>
    Cluster,

    /// <summary>Those of one branch.</summary>
    Branch,
}
