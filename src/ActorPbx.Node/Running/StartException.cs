namespace ActorPbx.Node.Running;

/// <summary>The node cannot start; the message tells the administrator what to do, and is all that is shown.</summary>
public sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);
