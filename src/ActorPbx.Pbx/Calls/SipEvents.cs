using ActorPbx.Domain.Calls;
using ActorPbx.Sip.Messages;
using ActorPbx.Sip.Transactions;

namespace ActorPbx.Pbx.Calls;

/// <summary>What the SIP stack tells a call. Built on the stack's threads, taken in the call's mailbox.</summary>
public abstract record SipEvent(CallId Call);

/// <summary>A response to a request of ours.</summary>
public sealed record ResponseCame(LegPort Port, SipResponse Response) : SipEvent(Port.Call);

/// <summary>There is no response.</summary>
/// <param name="Port">Whose request it was.</param>
/// <param name="Code">What that is as good as, by RFC 3261 §8.1.3.1: 408 when it did not come in time, 503 when the request could not be delivered.</param>
public sealed record ResponseMissing(LegPort Port, ResponseCode Code) : SipEvent(Port.Call);

/// <summary>A request inside one of the call's dialogs.</summary>
public sealed record RequestCame(LegPort Port, LegId Peer, string LocalTag, ServerTransaction Transaction) : SipEvent(Port.Call);

/// <summary>CANCEL for the caller's INVITE or a re-INVITE.</summary>
public sealed record CancelCame(LegPort Port) : SipEvent(Port.Call);

/// <summary>The caller's INVITE came by another way, because the first one is broken.</summary>
public sealed record TwinCame(LegPort Port, ServerTransaction Twin) : SipEvent(Port.Call);

/// <summary>The ACK to a 2xx of ours.</summary>
public sealed record AckCame(LegPort Port, SipRequest Ack) : SipEvent(Port.Call);

/// <summary>No PRACK to a reliable provisional response of ours in 64·T1.</summary>
public sealed record PrackMissing(LegPort Port) : SipEvent(Port.Call);

/// <summary>No ACK to a 2xx of ours in 64·T1.</summary>
public sealed record AckMissing(LegPort Port) : SipEvent(Port.Call);

/// <summary>A next hop was found, or not.</summary>
public sealed record DeviceResolved(CallId Id, LegId Leg, Sip.Transport.SipTarget? Target) : SipEvent(Id);
