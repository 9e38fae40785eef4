using ActorPbx.Sip.Messages;

namespace ActorPbx.Sip.Parsing;

/// <summary>Why bytes are not a SIP message that may be acted upon, and what answer they get.</summary>
/// <param name="StatusCode">The response code for a request: 400, 413, 414, 505 or 513.</param>
/// <param name="Reason">What is wrong, fit for a reason phrase; holds nothing of the message.</param>
/// <param name="Request">
/// As much of a request as <see cref="SipResponse.For"/> needs. Its top Via can be read; nothing else is promised.
/// Null when no answer may or can be sent: a response, an ACK, or no readable top Via.
/// </param>
public sealed record SipParseError(int StatusCode, string Reason, SipRequest? Request);
