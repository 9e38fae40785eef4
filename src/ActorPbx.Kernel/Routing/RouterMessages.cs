using ActorPbx.Kernel.Actor;

namespace ActorPbx.Kernel.Routing;

/// <summary>An envelope that a router opens before it passes the message on.</summary>
public class RouterEnvelope(object message) : IWrappedMessage
{
    /// <summary>The message in it.</summary>
    public object Message { get; } = message;
}

/// <summary>An envelope whose message every routee gets.</summary>
public class Broadcast(object message) : RouterEnvelope(message);

/// <summary>A message for the router itself.</summary>
public abstract class RouterManagementMessage;

/// <summary>Asks a router for its routees; answered with <see cref="Routees"/>.</summary>
public sealed class GetRoutees : RouterManagementMessage
{
    /// <summary>One that may be used by all.</summary>
    public static GetRoutees Instance { get; } = new();
}

/// <summary>The routees of a router.</summary>
public sealed class Routees(IEnumerable<Routee> routees)
{
    /// <summary>The routees.</summary>
    public IEnumerable<Routee> Members { get; } = routees.ToArray();
}

/// <summary>Adds a routee to a router.</summary>
public sealed class AddRoutee(Routee routee) : RouterManagementMessage
{
    /// <summary>The routee.</summary>
    public Routee Routee { get; } = routee;
}

/// <summary>Removes a routee from a router; a child of the router stops.</summary>
public sealed class RemoveRoutee(Routee routee) : RouterManagementMessage
{
    /// <summary>The routee.</summary>
    public Routee Routee { get; } = routee;
}

/// <summary>Makes a pool larger or smaller.</summary>
public sealed class AdjustPoolSize(int change) : RouterManagementMessage
{
    /// <summary>Routees to add, or to remove when negative.</summary>
    public int Change { get; } = change;
}

/// <summary>To a pool itself: look whether its size is right.</summary>
public class Resize : RouterManagementMessage;

/// <summary>Messages for routers that carry nothing.</summary>
public static class RouterMessage
{
    /// <summary>See <see cref="Routing.GetRoutees"/>.</summary>
    public static readonly GetRoutees GetRoutees = Routing.GetRoutees.Instance;
}
