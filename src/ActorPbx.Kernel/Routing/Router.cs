using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Routing;

/// <summary>Decides which routee gets a message; it is called by several senders at once.</summary>
public abstract class RoutingLogic : INoSerializationVerificationNeeded
{
    /// <summary>Picks the routee for a message.</summary>
    public abstract Routee Select(object message, Routee[] routees);
}

/// <summary>A routing logic with its routees; immutable.</summary>
public class Router
{
    private readonly Routee[] _routees;

    /// <summary>A router to actors.</summary>
    public Router(RoutingLogic logic, IActorRef routee, params IActorRef[] routees)
        : this(logic, [Routee.FromActorRef(routee), .. routees.Select(Routee.FromActorRef)])
    {
    }

    /// <summary>A router to routees.</summary>
    public Router(RoutingLogic logic, params Routee[] routees)
    {
        RoutingLogic = logic;
        _routees = routees ?? [];
    }

    /// <summary>To whom it routes.</summary>
    public IEnumerable<Routee> Routees => _routees;

    /// <summary>How it decides.</summary>
    public RoutingLogic RoutingLogic { get; }

    /// <summary>Sends a message to the routee that the logic picks; a <see cref="Broadcast"/> to all.</summary>
    public virtual void Route(object message, IActorRef sender)
    {
        if (message is Broadcast)
            new SeveralRoutees(_routees).Send(UnWrap(message), sender);
        else
            Send(RoutingLogic.Select(message, _routees), message, sender);
    }

    /// <summary>A router with other routees.</summary>
    public virtual Router WithRoutees(params Routee[] routees) => new(RoutingLogic, routees);

    /// <summary>A router with one routee more.</summary>
    public virtual Router AddRoutee(Routee routee) => WithRoutees(_routees.Contains(routee) ? _routees : [.. _routees, routee]);

    /// <inheritdoc cref="AddRoutee(Routee)"/>
    public Router AddRoutee(IActorRef routee) => AddRoutee(new ActorRefRoutee(routee));

    /// <inheritdoc cref="AddRoutee(Routee)"/>
    public Router AddRoutee(ActorSelection routee) => AddRoutee(new ActorSelectionRoutee(routee));

    /// <summary>A router with one routee less.</summary>
    public virtual Router RemoveRoutee(Routee routee) => WithRoutees([.. _routees.Where(r => !r.Equals(routee))]);

    /// <inheritdoc cref="RemoveRoutee(Routee)"/>
    public Router RemoveRoutee(IActorRef routee) => RemoveRoutee(new ActorRefRoutee(routee));

    /// <inheritdoc cref="RemoveRoutee(Routee)"/>
    public Router RemoveRoutee(ActorSelection routee) => RemoveRoutee(new ActorSelectionRoutee(routee));

    /// <summary>Sends a message to one routee.</summary>
    protected virtual void Send(Routee routee, object message, IActorRef sender) => routee.Send(UnWrap(message), sender);

    /// <summary>What is in an envelope for routers.</summary>
    protected object UnWrap(object message) => message is RouterEnvelope envelope ? envelope.Message : message;
}
