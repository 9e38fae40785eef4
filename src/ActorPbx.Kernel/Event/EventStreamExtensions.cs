using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Event;

/// <summary>Subscribes with the class as a type argument.</summary>
public static class EventStreamExtensions
{
    /// <summary>Sends events of the class to the actor; false if it gets them already.</summary>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Takes that back; false if it was not so.</summary>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
