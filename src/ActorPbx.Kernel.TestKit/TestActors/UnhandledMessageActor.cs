using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.TestKit.TestActors;

/// <summary>Handles no message at all, so that each is reported as unhandled.</summary>
public class UnhandledMessageActor : ReceiveActor
{
    /// <summary>Declares every message unhandled.</summary>
    public UnhandledMessageActor() => ReceiveAny(Unhandled);
}
