using System.Collections.Concurrent;
using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Actor.Internal;

namespace ActorPbx.Kernel.Event;

/// <summary>Carries events from publishers to those that subscribed to their class.</summary>
public class EventStream(bool debug) : LoggingBus
{
    private readonly bool _debug = debug;
    private IActorRef? _unsubscriber;

    /// <summary>Subscribes an actor to events of a class and of all classes below; false if it is already.</summary>
    public override bool Subscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        if (_debug)
        {
            Publish(new Debug(Logging.SimpleName(this), GetType(), $"subscribing {subscriber} to channel {classifier}"));
        }

        Volatile.Read(ref _unsubscriber)?.Tell(new EventStreamUnsubscriber.Register(subscriber), ActorRefs.NoSender);
        return base.Subscribe(subscriber, classifier);
    }

    /// <summary>Ends one subscription; false if there was none.</summary>
    public override bool Unsubscribe(IActorRef subscriber, Type classifier)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        bool changed = base.Unsubscribe(subscriber, classifier);
        if (_debug)
        {
            Publish(new Debug(Logging.SimpleName(this), GetType(), $"unsubscribing {subscriber} from channel {classifier}"));
        }

        return changed;
    }

    /// <summary>Ends all subscriptions of an actor; false if there was none.</summary>
    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        bool changed = base.Unsubscribe(subscriber);
        if (_debug)
        {
            Publish(new Debug(Logging.SimpleName(this), GetType(), $"unsubscribing {subscriber} from all channels"));
        }

        return changed;
    }

    /// <summary>Starts the actor that ends the subscriptions of actors that have ended.</summary>
    public void StartUnsubscriber(ActorSystemImpl system)
    {
        IActorRef made = system.SystemActorOf(
            Props.Create(typeof(EventStreamUnsubscriber), this, _debug).WithDeploy(Deploy.Local), "EventStreamUnsubscriber-" + Guid.NewGuid().ToString("N")[..8]);
        Volatile.Write(ref _unsubscriber, made);
        foreach (IActorRef subscriber in Subscribers())
        {
            made.Tell(new EventStreamUnsubscriber.Register(subscriber), ActorRefs.NoSender);
        }
    }
}

/// <summary>Watches the subscribers of an event stream and ends their subscriptions with them.</summary>
internal sealed class EventStreamUnsubscriber(EventStream eventStream, bool debug) : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Register register:
                if (register.Actor is not MinimalActorRef)
                {
                    Context.Watch(register.Actor);
                }

                return true;
            case Terminated terminated:
                if (debug)
                {
                    eventStream.Publish(new Debug(Logging.SimpleName(this), GetType(), $"unsubscribe {terminated.ActorRef} from {eventStream}, because it was terminated"));
                }

                eventStream.Unsubscribe(terminated.ActorRef);
                return true;
            default:
                return false;
        }
    }

    internal sealed record Register(IActorRef Actor) : INoSerializationVerificationNeeded;
}
