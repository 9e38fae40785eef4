namespace ActorPbx.Sip.Messages;

/// <summary>One header line of a message: its canonical name and its whole value.</summary>
public readonly record struct HeaderField(HeaderName Name, string Value);
