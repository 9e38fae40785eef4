using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Media;

namespace ActorPbx.Pbx.Media;

/// <summary>What a call asks of the media gateway.</summary>
public abstract record MediaCommand(RelayId Relay);

/// <summary>Take ports for a call's streams; answered by <see cref="RelayOpened"/> or <see cref="RelayRefused"/>. The relay lives as long as whoever asked.</summary>
public sealed record OpenRelay(RelayId Relay, CallId Call, int Streams, string CallerSideAddress, string CalledSideAddress) : MediaCommand(Relay);

/// <summary>Take ports for more streams of an open relay, so that it has <paramref name="Streams"/> in all; answered as <see cref="OpenRelay"/> is. Refused, it stays as it was.</summary>
public sealed record WidenRelay(RelayId Relay, int Streams, string CallerSideAddress, string CalledSideAddress) : MediaCommand(Relay);

/// <summary>
/// Tell where a side wants a stream's packets, from its SDP. <paramref name="Reset"/> opens the learning window anew (re-INVITE, another device's answer).
/// <paramref name="Fax"/>: they are UDPTL (ITU-T T.38).
/// </summary>
public sealed record AimRelay(RelayId Relay, RelaySide Side, int Stream, TransportAddress Rtp, TransportAddress Rtcp, bool Reset, bool Fax = false) : MediaCommand(Relay);

/// <summary>Give the ports back; answered by <see cref="RelayClosed"/>.</summary>
public sealed record CloseRelay(RelayId Relay) : MediaCommand(Relay);

/// <summary>What the media gateway tells a call.</summary>
public abstract record MediaEvent(RelayId Relay);

/// <summary>The relay stands; one pair of addresses per stream.</summary>
public sealed record RelayOpened(RelayId Relay, ImmutableArray<RelayPorts> Streams) : MediaEvent(Relay);

/// <summary>There is no relay to be had.</summary>
public sealed record RelayRefused(RelayId Relay, string Reason) : MediaEvent(Relay);

/// <summary>No packet came from either side for the configured time.</summary>
public sealed record RelaySilent(RelayId Relay, TimeSpan Silence) : MediaEvent(Relay);

/// <summary>The relay's ports are free again; what it carried.</summary>
public sealed record RelayClosed(RelayId Relay, ImmutableArray<StreamCounters> Streams) : MediaEvent(Relay);
