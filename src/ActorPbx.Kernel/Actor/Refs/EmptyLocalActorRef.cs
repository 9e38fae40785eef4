using ActorPbx.Kernel.Dispatch.SysMsg;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Actor;

/// <summary>A path at which no actor lives: answers what can be answered and passes the rest to dead letters.</summary>
public class EmptyLocalActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream) : MinimalActorRef
{
    /// <inheritdoc />
    public override ActorPath Path { get; } = path;

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; } = provider;

    /// <inheritdoc />
    public override bool IsTerminated => true;

    /// <inheritdoc />
    public override void SendSystemMessage(ISystemMessage message) => SpecialHandle(message, Provider.DeadLetters);

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is null)
        {
            throw new InvalidMessageException("Message is null");
        }

        if (message is DeadLetter dead)
        {
            SpecialHandle(dead.Message, dead.Sender);
        }
        else if (message is not AllDeadLetters && !SpecialHandle(message, sender))
        {
            Publish(message, sender);
        }
    }

    private void Publish(object message, IActorRef? sender)
    {
        IActorRef from = sender is null or Nobody ? Provider.DeadLetters : sender;
        eventStream.Publish(WrappedMessage.IsDeadLetterSuppressedAnywhere(message)
            ? new SuppressedDeadLetter(message, from, this)
            : new DeadLetter(message, from, this));
    }

    /// <summary>Answers watches, identification and selections, as an ended actor must.</summary>
    protected virtual bool SpecialHandle(object message, IActorRef? sender)
    {
        switch (message)
        {
            case Watch watch:
                if (watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
                {
                    watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false));
                }

                return true;
            case Unwatch:
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null), this);
                return true;
            case ActorSelectionMessage { Message: Identify asked } selection:
                if (!selection.WildCardFanOut)
                {
                    sender?.Tell(new ActorIdentity(asked.MessageId, null), this);
                }

                return true;
            case ActorSelectionMessage selection:
                Publish(selection.Message, sender);
                return true;
            default:
                if (!WrappedMessage.IsDeadLetterSuppressedAnywhere(message))
                {
                    return false;
                }

                Publish(message, sender);
                return true;
        }
    }
}

/// <summary>Where messages go that cannot be delivered: they are published on the event stream.</summary>
public class DeadLetterActorRef(IActorRefProvider provider, ActorPath path, EventStream eventStream) : EmptyLocalActorRef(provider, path, eventStream)
{
    private readonly EventStream _eventStream = eventStream;

    /// <inheritdoc />
    public override bool IsTerminated => false;

    /// <inheritdoc />
    protected override void TellInternal(object message, IActorRef? sender)
    {
        switch (message)
        {
            case null:
                throw new InvalidMessageException("Message is null");
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, ActorRefs.Nobody), this);
                break;
            case DeadLetter dead:
                if (!SpecialHandle(dead.Message, dead.Sender))
                {
                    _eventStream.Publish(dead);
                }

                break;
            default:
                if (!SpecialHandle(message, sender))
                {
                    _eventStream.Publish(new DeadLetter(message, sender is null or Nobody ? this : sender, this));
                }

                break;
        }
    }

    /// <inheritdoc />
    protected override bool SpecialHandle(object message, IActorRef? sender)
    {
        if (message is not Watch watch)
        {
            return base.SpecialHandle(message, sender);
        }

        if (!watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
        {
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(watch.Watchee, existenceConfirmed: false, addressTerminated: false));
        }

        return true;
    }
}

/// <summary>Takes every message and does nothing with it.</summary>
public sealed class IgnoreActorRef(IActorRefProvider provider) : MinimalActorRef
{
    private static readonly ActorPath IgnorePath = new RootActorPath(new Address("akka", "all-systems")) / "ignore";

    /// <inheritdoc />
    public override ActorPath Path => IgnorePath;

    /// <inheritdoc />
    public override IActorRefProvider Provider { get; } = provider;

    /// <summary>Whether the path is that of this kind of reference.</summary>
    public static bool IsIgnoreRefPath(string path) => path == IgnorePath.ToString();

    /// <summary>Whether the path is that of this kind of reference.</summary>
    public static bool IsIgnoreRefPath(ActorPath path) => IgnorePath is not null && path.Depth == 1 && path.Equals(IgnorePath);
}
