using System.Net;

namespace ActorPbx.Rtp.Relay;

/// <summary>Where one stream of a relay listens, on each side: the RTP end point; RTCP is one port higher.</summary>
public readonly record struct RelayPorts(IPEndPoint Caller, IPEndPoint Called);

/// <summary>What came from one side of one stream.</summary>
/// <param name="Stream">The stream's number, from 0, in the order of the SDP.</param>
/// <param name="From">The side that sent.</param>
/// <param name="Packets">RTP packets accepted.</param>
/// <param name="Bytes">Their octets, RTP headers included.</param>
/// <param name="Lost">RTP packets missing by their sequence numbers.</param>
/// <param name="JitterMilliseconds">RFC 3550 §6.4.1.</param>
/// <param name="Rejected">Datagrams, RTP or RTCP, refused for their source, their SSRC or their form.</param>
public readonly record struct RelayCounters(
    int Stream, RelaySide From, long Packets, long Bytes, long Lost, double JitterMilliseconds, long Rejected);

/// <summary>What a whole engine has done since its start.</summary>
/// <param name="Relays">Relays open now.</param>
/// <param name="Received">Datagrams taken in.</param>
/// <param name="Sent">Datagrams passed on.</param>
/// <param name="Rejected">Datagrams refused for their source, their SSRC or their form.</param>
/// <param name="Unsent">Datagrams accepted that had nowhere to go (other side on hold or not known yet) or that the system did not take.</param>
public readonly record struct RelayEngineCounters(int Relays, long Received, long Sent, long Rejected, long Unsent);
