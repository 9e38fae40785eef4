using System.Collections.Immutable;
using System.Net;

namespace ActorPbx.Sip.Transport;

/// <summary>Where a message came from, and so where one can be sent back through: a socket here and a peer there, or one living connection.</summary>
/// <param name="Transport">What carries it.</param>
/// <param name="Local">This end.</param>
/// <param name="Remote">The peer, as the network shows it.</param>
/// <param name="ConnectionId">The TCP or TLS connection; 0 over UDP.</param>
public sealed record SipFlow(SipTransport Transport, IPEndPoint Local, IPEndPoint Remote, long ConnectionId)
{
    /// <summary>What a peer behind this flow should be given as this side's address: <c>host:port</c> for Via and Contact.</summary>
    public string SentBy { get; init; } = Local.ToString();

    /// <summary>The name of the listener that the flow belongs to.</summary>
    public string Listener { get; init; } = "";

    /// <summary>
    /// The SIP domains in the certificate that the peer showed and that was found good (RFC 5922 §7.1); empty for a peer that showed none or was not verified.
    /// </summary>
    public ImmutableArray<string> PeerNames { get; internal set; } = [];

    /// <summary>The socket that a UDP flow belongs to.</summary>
    internal UdpSocket? Socket { get; init; }

    /// <summary><see cref="Remote"/> ready for the kernel.</summary>
    internal SocketAddress? RemoteAddress { get; init; }

    /// <summary>The peer's address as a Via's received parameter spells it.</summary>
    internal string RemoteHost { get; } = Remote.Address.ToString();

    internal PeerKey Peer { get; init; }

    /// <summary>Whether the peer proved to be this host. RFC 5922 §7.2: compared without case, and no wildcard matches.</summary>
    public bool ProvesToBe(string host)
    {
        foreach (string name in PeerNames)
        {
            if (string.Equals(name, host, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    public bool Equals(SipFlow? other) =>
        other is not null && Transport == other.Transport && ConnectionId == other.ConnectionId && Local.Equals(other.Local) && Remote.Equals(other.Remote);

    public override int GetHashCode() => HashCode.Combine(Transport, Local, Remote, ConnectionId);

    public override string ToString() => $"{Transport.UriName()}:{Remote}";
}
