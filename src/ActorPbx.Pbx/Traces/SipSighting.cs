using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Pbx.Traces;

/// <summary>A SIP message that was seen on the wire, its secrets masked.</summary>
/// <param name="At">When.</param>
/// <param name="Sent">True for a message of this node.</param>
/// <param name="Flow">Between whom.</param>
/// <param name="Call">Its call, when that is known.</param>
/// <param name="Message">Its bytes.</param>
public sealed record SipSighting(DateTimeOffset At, bool Sent, SipFlow Flow, CallId? Call, byte[] Message);
