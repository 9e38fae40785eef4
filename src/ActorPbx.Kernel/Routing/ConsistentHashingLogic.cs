using ActorPbx.Kernel.Actor;
using ActorPbx.Kernel.Event;

namespace ActorPbx.Kernel.Routing;

/// <summary>A message that names the key by which it is routed.</summary>
public interface IConsistentHashable
{
    /// <summary>The key: messages with equal keys go to the same routee.</summary>
    object ConsistentHashKey { get; }
}

/// <summary>The key of a message, or null when it has none.</summary>
public delegate object? ConsistentHashMapping(object msg);

/// <summary>An envelope that names the key by which its message is routed.</summary>
public sealed class ConsistentHashableEnvelope(object message, object hashKey) : RouterEnvelope(message), IConsistentHashable
{
    /// <summary>The key.</summary>
    public object HashKey { get; } = hashKey;

    /// <inheritdoc/>
    public object ConsistentHashKey => HashKey;
}

/// <summary>Sends messages with equal keys to the same routee, also when other routees come and go.</summary>
public sealed class ConsistentHashingRoutingLogic : RoutingLogic
{
    internal static readonly ConsistentHashMapping NoMapping = _ => null;

    private readonly ActorSystem _system;
    private readonly int _virtualNodes;
    private readonly ConsistentHashMapping _mapping;
    private readonly Address _selfAddress;
    private readonly ILoggingAdapter _log;
    private Ring? _ring;

    /// <summary>A logic for messages that name their keys themselves.</summary>
    public ConsistentHashingRoutingLogic(ActorSystem system) : this(system, 0, NoMapping)
    {
    }

    /// <summary>A logic that asks a function for the keys first; the factor 0 stands for <c>akka.actor.deployment.default.virtual-nodes-factor</c>.</summary>
    public ConsistentHashingRoutingLogic(ActorSystem system, int virtualNodesFactor, ConsistentHashMapping hashMapping)
    {
        _system = system;
        _virtualNodes = virtualNodesFactor == 0 ? system.Settings.DefaultVirtualNodesFactor : virtualNodesFactor;
        _mapping = hashMapping;
        _selfAddress = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        _log = Logging.GetLogger(system, this);
    }

    /// <summary>With another function of keys.</summary>
    public ConsistentHashingRoutingLogic WithHashMapping(ConsistentHashMapping mapping) =>
        new(_system, _virtualNodes, mapping ?? throw new ArgumentNullException(nameof(mapping), "The mapping cannot be null."));

    /// <inheritdoc/>
    public override Routee Select(object message, Routee[] routees)
    {
        if (message == null || routees == null || routees.Length == 0)
            return Routee.NoRoutee;
        if (_mapping(message) is { } key)
            return Target(key, routees);
        if (message is IConsistentHashable hashable)
            return Target(hashable.ConsistentHashKey, routees);
        _log.Warning("Message [{0}] must be handled by hashMapping, or implement [{1}] or be wrapped in [{2}]",
            message.GetType().Name, nameof(IConsistentHashable), nameof(ConsistentHashableEnvelope));
        return Routee.NoRoutee;
    }

    private Routee Target(object key, Routee[] routees)
    {
        try
        {
            var ring = RingOf(routees);
            return (ConsistentHash.ToBytesOrObject(key) switch
            {
                byte[] bytes => ring.NodeFor(bytes),
                string text => ring.NodeFor(text),
                var other => ring.NodeFor(_system.Serialization.FindSerializerFor(other).ToBinary(other)),
            }).Routee;
        }
        catch (Exception e)
        {
            // A key that cannot be serialised.
            _log.Warning("Couldn't route message with consistent hash key [{0}] due to [{1}]", key, e.Message);
            return Routee.NoRoutee;
        }
    }

    // Routees change rarely; when they do, several senders may make the same ring, and one of them is kept.
    private ConsistentHash<ConsistentRoutee> RingOf(Routee[] routees)
    {
        var ring = Volatile.Read(ref _ring);
        if (ring != null && (ReferenceEquals(ring.Routees, routees) || ring.Routees.SequenceEqual(routees)))
            return ring.Hash;
        ring = new Ring(routees, ConsistentHash.Create(routees.Select(r => new ConsistentRoutee(r, _selfAddress)), _virtualNodes));
        Volatile.Write(ref _ring, ring);
        return ring.Hash;
    }

    private sealed record Ring(Routee[] Routees, ConsistentHash<ConsistentRoutee> Hash);
}

/// <summary>A routee as it stands on the ring: by its full address, so that all nodes make the same ring.</summary>
internal sealed class ConsistentRoutee(Routee routee, Address selfAddress)
{
    public Routee Routee { get; } = routee;

    public override string ToString() => Routee switch
    {
        ActorRefRoutee actor => Full(actor.Actor.Path),
        ActorSelectionRoutee selection => Full(selection.Selection.Anchor.Path).TrimEnd('/') + selection.Selection.PathString,
        _ => Routee.ToString()!,
    };

    private string Full(ActorPath path) =>
        string.IsNullOrEmpty(path.Address.Host) || !path.Address.Port.HasValue ? path.ToStringWithAddress(selfAddress) : path.ToString();
}
