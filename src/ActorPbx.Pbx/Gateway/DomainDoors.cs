using System.Collections.Concurrent;
using ActorPbx.Domain;

namespace ActorPbx.Pbx.Gateway;

/// <summary>The actors of a domain that the gateway speaks to.</summary>
/// <param name="Extensions">Its extensions.</param>
/// <param name="Calls">Its calls.</param>
/// <param name="Guests">Numbers of other branches; null on a node of its own.</param>
/// <param name="Subscriptions">Those who watch its numbers.</param>
/// <param name="Messages">Its text messages.</param>
/// <param name="Publications">What its phones publish.</param>
public sealed record DomainDoor(IActorRef Extensions, IActorRef Calls, IActorRef? Guests = null, IActorRef? Subscriptions = null, IActorRef? Messages = null, IActorRef? Publications = null);

/// <summary>The doors of the domains, read on the transport's threads.</summary>
public sealed class DomainDoors
{
    private readonly ConcurrentDictionary<DomainName, DomainDoor> _doors = new();

    /// <summary>The domain's actors, or null while it is not running.</summary>
    public DomainDoor? Find(DomainName domain) => _doors.GetValueOrDefault(domain);

    /// <summary>A domain runs.</summary>
    public void Open(DomainName domain, DomainDoor door) => _doors[domain] = door;

    /// <summary>A domain stopped.</summary>
    public void Close(DomainName domain) => _doors.TryRemove(domain, out _);
}
