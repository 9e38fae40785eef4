using System.Net;

namespace ActorPbx.Sip.Transport;

/// <summary>One address that the stack listens on.</summary>
public sealed record SipListenerOptions(SipTransport Transport, IPEndPoint EndPoint)
{
    /// <summary>The host that peers are told in Via and Contact instead of the local address, for a server behind a NAT.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port that peers are told instead of the bound one.</summary>
    public int? AdvertisedPort { get; init; }
}

/// <summary>An address that the stack is listening on, with the port that the system gave if 0 was asked for.</summary>
public sealed record SipListener(SipTransport Transport, IPEndPoint EndPoint);
