namespace ActorPbx.Sip.Parsing;

/// <summary>One fault of a message: the response code it earns and what is wrong.</summary>
public readonly record struct SipFault(int StatusCode, string Reason);
