using ActorPbx.Kernel.Dispatch;

namespace ActorPbx.Kernel.Actor;

/// <summary>Watches other actors for their end.</summary>
public interface ICanWatch
{
    /// <summary>Asks for one <see cref="Terminated"/> when the actor ends, or at once if it has.</summary>
    IActorRef Watch(IActorRef subject);

    /// <summary>Asks for one message of one's own when the actor ends, or at once if it has.</summary>
    IActorRef WatchWith(IActorRef subject, object message);

    /// <summary>Takes the request back; nothing arrives any more, even what is already in the mailbox.</summary>
    IActorRef Unwatch(IActorRef subject);
}

/// <summary>Makes and finds actors.</summary>
public interface IActorRefFactory
{
    /// <summary>Makes a child; a missing name is made up.</summary>
    IActorRef ActorOf(Props props, string? name = null);

    /// <summary>Selects actors by path.</summary>
    ActorSelection ActorSelection(ActorPath actorPath);

    /// <summary>Selects actors by path, which may be relative and may hold wildcards.</summary>
    ActorSelection ActorSelection(string actorPath);
}

/// <summary>What an actor can ask of its surroundings.</summary>
public interface IActorContext : IActorRefFactory, ICanWatch
{
    /// <summary>The actor itself.</summary>
    IActorRef Self { get; }

    /// <summary>How the actor was made.</summary>
    Props Props { get; }

    /// <summary>Who sent the message that is being handled.</summary>
    IActorRef Sender { get; }

    /// <summary>The system.</summary>
    ActorSystem System { get; }

    /// <summary>The parent.</summary>
    IActorRef Parent { get; }

    /// <summary>What runs the actor.</summary>
    MessageDispatcher Dispatcher { get; }

    /// <summary>The receive timeout, if set.</summary>
    TimeSpan? ReceiveTimeout { get; }

    /// <summary>Replaces the handler.</summary>
    void Become(Receive receive);

    /// <summary>Puts a handler on top of the present one.</summary>
    void BecomeStacked(Receive receive);

    /// <summary>Goes back to the handler below.</summary>
    void UnbecomeStacked();

    /// <summary>The child with the name, or nobody.</summary>
    IActorRef Child(string name);

    /// <summary>All children.</summary>
    IEnumerable<IActorRef> GetChildren();

    /// <summary>Asks for a <see cref="Actor.ReceiveTimeout"/> whenever no message came for so long; null ends it.</summary>
    void SetReceiveTimeout(TimeSpan? timeout);

    /// <summary>Stops an actor after its current message.</summary>
    void Stop(IActorRef child);
}

/// <summary>The surroundings of an untyped actor.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Replaces the handler.</summary>
    void Become(UntypedReceive receive);

    /// <summary>Puts a handler on top of the present one.</summary>
    void BecomeStacked(UntypedReceive receive);
}

/// <summary>Handles a message and says whether it did.</summary>
public delegate bool Receive(object message);

/// <summary>Handles a message.</summary>
public delegate void UntypedReceive(object message);
