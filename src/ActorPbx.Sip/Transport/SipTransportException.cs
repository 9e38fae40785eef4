namespace ActorPbx.Sip.Transport;

/// <summary>A listener cannot do its work: its port is taken, its certificate cannot be read. The text is for the administrator.</summary>
public sealed class SipTransportException(string message, Exception? inner = null) : Exception(message, inner);
