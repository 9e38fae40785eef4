using ActorPbx.Pbx.Directory;
using ActorPbx.Pbx.Gateway;

namespace ActorPbx.Pbx.Messages;

/// <summary>What the messages of a domain work with.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Outlet">The way out to the SIP stack.</param>
/// <param name="Extensions">The domain's extensions, which know the phones.</param>
/// <param name="Store">The one door to the database.</param>
/// <param name="Clock">The time.</param>
/// <param name="Log">Where it is said what became of messages; never what they say.</param>
public sealed record MessageParts(DomainProfile Domain, ISipOutlet Outlet, IActorRef Extensions, IActorRef Store, TimeProvider Clock, ILoggingAdapter Log)
{
    /// <summary>Where messages go; on a node of its own to nobody but its extensions.</summary>
    public MessageRoutes Routes { get; init; } = new(Domain);
}
