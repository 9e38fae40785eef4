using ActorPbx.Kernel.Actor.Internal;
using ActorPbx.Kernel.Dispatch.SysMsg;

namespace ActorPbx.Kernel.Actor;

/// <summary>What stands behind a reference.</summary>
public interface ICell
{
    /// <summary>The reference.</summary>
    IActorRef Self { get; }

    /// <summary>The system.</summary>
    ActorSystem System { get; }

    /// <summary>The system, from inside.</summary>
    ActorSystemImpl SystemImpl { get; }

    /// <summary>The parent.</summary>
    IInternalActorRef Parent { get; }

    /// <summary>Whether the actor lives in this process.</summary>
    bool IsLocal { get; }

    /// <summary>Whether the actor has ended.</summary>
    bool IsTerminated { get; }

    /// <summary>Whether messages wait.</summary>
    bool HasMessages { get; }

    /// <summary>How many messages wait, about.</summary>
    int NumberOfMessages { get; }

    /// <summary>How the actor is made.</summary>
    Props Props { get; }

    /// <summary>Starts the actor.</summary>
    void Start();

    /// <summary>Holds back user messages.</summary>
    void Suspend();

    /// <summary>Lets user messages through again.</summary>
    void Resume(Exception? causedByFailure);

    /// <summary>Makes a new instance.</summary>
    void Restart(Exception? cause);

    /// <summary>Ends the actor.</summary>
    void Stop();

    /// <summary>Sends a user message.</summary>
    void SendMessage(Envelope message);

    /// <summary>Sends a user message.</summary>
    void SendMessage(IActorRef? sender, object message);

    /// <summary>Sends a system message.</summary>
    void SendSystemMessage(ISystemMessage message);

    /// <summary>All children.</summary>
    IEnumerable<IInternalActorRef> GetChildren();

    /// <summary>The child with the name, or nobody; a name may carry an incarnation.</summary>
    IInternalActorRef GetSingleChild(string name);

    /// <summary>The child with the name, or nobody.</summary>
    IInternalActorRef GetChildByName(string name);

    /// <summary>What is known of the child with the name.</summary>
    bool TryGetChildStatsByName(string name, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IChildStats? child);

    /// <summary>The children by name.</summary>
    ChildrenContainer ChildrenContainer { get; }
}
