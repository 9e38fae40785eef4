using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Routing;

/// <summary>An actor that others may listen to.</summary>
public interface IListeners
{
    /// <summary>Who listens.</summary>
    ListenerSupport Listeners { get; }
}

/// <summary>A message about listening.</summary>
public abstract class ListenerMessage;

/// <summary>From now on the actor named listens.</summary>
public sealed class Listen(IActorRef listener) : ListenerMessage
{
    /// <summary>The listener.</summary>
    public IActorRef Listener { get; } = listener;
}

/// <summary>The actor named listens no more.</summary>
public sealed class Deafen(IActorRef listener) : ListenerMessage
{
    /// <summary>The listener.</summary>
    public IActorRef Listener { get; } = listener;
}

/// <summary>Does something with each listener.</summary>
public sealed class WithListeners(Action<IActorRef> listenerFunction) : ListenerMessage
{
    /// <summary>What is done.</summary>
    public Action<IActorRef> ListenerFunction { get; } = listenerFunction;
}

/// <summary>The listeners of one actor.</summary>
public class ListenerSupport
{
    /// <summary>The listeners.</summary>
    protected readonly HashSet<IActorRef> Listeners = [];

    /// <summary>A behaviour that handles the messages about listening.</summary>
    public Receive ListenerReceive => message =>
    {
        switch (message)
        {
            case Listen listen:
                Add(listen.Listener);
                return true;
            case Deafen deafen:
                Remove(deafen.Listener);
                return true;
            case WithListeners with:
                foreach (var listener in Listeners)
                    with.ListenerFunction(listener);
                return true;
            default:
                return false;
        }
    };

    /// <summary>Adds a listener.</summary>
    public void Add(IActorRef actor) => Listeners.Add(actor);

    /// <summary>Removes a listener.</summary>
    public void Remove(IActorRef actor) => Listeners.Remove(actor);

    /// <summary>Tells all listeners.</summary>
    public void Gossip(object message)
    {
        foreach (var listener in Listeners)
            listener.Tell(message);
    }

    /// <summary>Tells all listeners in another's name.</summary>
    public void Gossip(object message, IActorRef sender)
    {
        foreach (var listener in Listeners)
            listener.Tell(message, sender);
    }
}
