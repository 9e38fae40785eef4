namespace ActorPbx.Sip.Transport;

/// <summary>What peers may take of this machine before they are cut off.</summary>
public sealed record TransportLimits
{
    /// <summary>Living TCP and TLS connections, both directions.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Living accepted connections of one source address.</summary>
    public int MaxConnectionsPerSource { get; init; } = 500;

    /// <summary>The time that an accepted connection has for its TLS handshake and its first message or keep-alive.</summary>
    public TimeSpan FirstMessageDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The time from the first byte of a message to its last.</summary>
    public TimeSpan MessageDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection that says nothing for so long is closed; keep-alives count.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A peer that takes nothing for so long while something waits to be written is cut off.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time for a TCP connection to a peer and its TLS handshake.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Bytes that may wait to be written to one connection.</summary>
    public int MaxQueuedBytes { get; init; } = 512 * 1024;

    /// <summary>Kernel receive buffer asked for on each UDP socket (the kernel may give less).</summary>
    public int UdpReceiveBufferBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>RFC 3261 §18.1.1: a request longer than this goes over TCP although UDP was asked for.</summary>
    public int MaxUdpRequestBytes { get; init; } = 1_300;

    /// <summary>How long a peer that refused TCP is spared further attempts for long requests.</summary>
    public TimeSpan TcpRefusalMemory { get; init; } = TimeSpan.FromMinutes(5);
}
