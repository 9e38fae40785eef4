namespace ActorPbx.Kernel.Actor;

/// <summary>Anything that messages can be sent to.</summary>
public interface ICanTell
{
    /// <summary>Sends a message; the sender may be null when nobody waits for an answer.</summary>
    void Tell(object message, IActorRef? sender);
}
