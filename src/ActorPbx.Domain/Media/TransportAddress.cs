namespace ActorPbx.Domain.Media;

/// <summary>An IP address in text form and a port.</summary>
public readonly record struct TransportAddress(string Address, int Port)
{
    /// <inheritdoc/>
    public override string ToString() => Address.Contains(':') ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}

/// <summary>Names one media relay.</summary>
public readonly record struct RelayId(string Value);

/// <summary>The two sides of a relay: towards who began the call, and towards who was called.</summary>
public enum RelaySide
{
    /// <summary>Towards the caller.</summary>
    Caller,

    /// <summary>Towards the called device.</summary>
    Called,
}

/// <summary>The two RTP addresses that a relay gives to one media stream; RTCP is at the next port (RFC 3550 §11).</summary>
public sealed record RelayPorts(TransportAddress CallerSide, TransportAddress CalledSide);

/// <summary>What one direction of one media stream carried, as the relay counted it.</summary>
/// <param name="Stream">Index of the m= line.</param>
/// <param name="From">The side that sent it.</param>
/// <param name="Packets">RTP packets passed on.</param>
/// <param name="Bytes">Bytes passed on, RTP headers included.</param>
/// <param name="Lost">Packets missing by extended sequence number (RFC 3550 §6.4.1).</param>
/// <param name="JitterMilliseconds">Interarrival jitter (RFC 3550 §6.4.1).</param>
/// <param name="Rejected">Packets dropped because they came from elsewhere than the locked source.</param>
public sealed record StreamCounters(int Stream, RelaySide From, long Packets, long Bytes, long Lost, double JitterMilliseconds, long Rejected);
