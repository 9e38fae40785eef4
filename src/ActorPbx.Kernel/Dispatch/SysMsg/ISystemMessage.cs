using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Dispatch.SysMsg;

/// <summary>A message of the runtime itself, which overtakes those of users.</summary>
public interface ISystemMessage : INoSerializationVerificationNeeded;

/// <summary>Base of the runtime's messages; each object is sent to one actor once, for it carries its place in the queue.</summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage? Next;

    internal bool Unlinked => Next is null;

    internal void Unlink() => Next = null;
}

/// <summary>Waits while an actor is suspended by its own failure.</summary>
public interface IStashWhenFailed;

/// <summary>Waits while an actor waits for its children to end.</summary>
public interface IStashWhenWaitingForChildren;
