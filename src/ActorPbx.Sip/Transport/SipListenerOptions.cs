using System.Net;

namespace ActorPbx.Sip.Transport;

/// <summary>One address that the stack listens on.</summary>
public sealed record SipListenerOptions(SipTransport Transport, IPEndPoint EndPoint)
{
    /// <summary>The host that peers are told in Via and Contact instead of the local address, for a server behind a NAT.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port that peers are told instead of the bound one.</summary>
    public int? AdvertisedPort { get; init; }

    /// <summary>
    /// A name that all flows of this listener bear, and by which a <see cref="SipTarget"/> asks to be reached from here. Listeners of different names are kept
    /// apart: nothing goes out by one that was meant for another.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>Certificates and trust of this listener, and of the TLS connections made in its name; null means those of the stack.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>
    /// A stream connection whose peer has acknowledged nothing of what was sent for so long is given up (TCP_USER_TIMEOUT, RFC 5482; on Linux only).
    /// Zero leaves it to the system, which tries for a quarter of an hour.
    /// </summary>
    public TimeSpan UnacknowledgedTimeout { get; init; }
}

/// <summary>An address that the stack is listening on, with the port that the system gave if 0 was asked for.</summary>
public sealed record SipListener(SipTransport Transport, IPEndPoint EndPoint);
