namespace ActorPbx.Node.Control;

/// <summary>A SIP message that passed, as an operator sees it.</summary>
/// <param name="At">When.</param>
/// <param name="Sent">True for a message of this node.</param>
/// <param name="Transport">udp, tcp or tls.</param>
/// <param name="Local">This node's address.</param>
/// <param name="Peer">The other's address.</param>
/// <param name="Summary">Method, or status and reason.</param>
/// <param name="CSeq">Its CSeq.</param>
/// <param name="CallId">Its Call-ID.</param>
/// <param name="Call">The call that it belongs to; left out where that is not known.</param>
/// <param name="HasSession">True when it carries a session description.</param>
/// <param name="Text">The whole message, secrets masked.</param>
/// <param name="Lost">How many messages were lost before it, because they came faster than they were read.</param>
public sealed record TracedRow(
    DateTimeOffset At, bool Sent, string Transport, string Local, string Peer, string Summary, string CSeq, string CallId, string? Call, bool HasSession, string Text, long Lost);
