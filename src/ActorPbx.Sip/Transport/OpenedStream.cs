using System.Collections.Immutable;

namespace ActorPbx.Sip.Transport;

/// <summary>A connection ready to be spoken over, and the names that its peer proved (see <see cref="SipFlow.PeerNames"/>).</summary>
internal readonly record struct OpenedStream(Stream Stream, ImmutableArray<string> PeerNames);
