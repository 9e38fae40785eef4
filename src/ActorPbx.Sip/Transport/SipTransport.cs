namespace ActorPbx.Sip.Transport;

/// <summary>How SIP messages travel between two peers. WebSocket (RFC 7118) has its place here and in <see cref="SipTransports"/> when it comes.</summary>
public enum SipTransport : byte
{
    Udp,
    Tcp,
    Tls,
}

/// <summary>What RFC 3261 says of each transport.</summary>
public static class SipTransports
{
    public const int Count = 3;

    /// <summary>RFC 3261 §17: no retransmissions over a transport that does not lose messages.</summary>
    public static bool IsReliable(this SipTransport transport) => transport != SipTransport.Udp;

    /// <summary>The transport as a Via header spells it.</summary>
    public static string ViaName(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "UDP",
        SipTransport.Tcp => "TCP",
        SipTransport.Tls => "TLS",
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, null),
    };

    /// <summary>The transport as the <c>transport</c> parameter of a URI spells it.</summary>
    public static string UriName(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "udp",
        SipTransport.Tcp => "tcp",
        SipTransport.Tls => "tls",
        _ => throw new ArgumentOutOfRangeException(nameof(transport), transport, null),
    };

    /// <summary>RFC 3261 §18.2.2 and §19.1.2: the port meant when none is written.</summary>
    public static int DefaultPort(this SipTransport transport) => transport == SipTransport.Tls ? 5061 : 5060;
}
