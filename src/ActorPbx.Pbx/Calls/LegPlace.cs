using System.Collections.Immutable;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Extensions;
using ActorPbx.Pbx.Links;

namespace ActorPbx.Pbx.Calls;

/// <summary>What a leg takes up of a trunk or link, on its way from one call to another: it is counted all the while, and given back by whoever has it in the end.</summary>
/// <param name="Trunk">The trunk and the name that the place has there; null for none.</param>
/// <param name="Link">The way over this node's links; null for none.</param>
/// <param name="Outside">The calls to the outside that extensions pay for.</param>
internal sealed record LegPlace((string Name, CallId As)? Trunk, LinkDirection? Link, ImmutableArray<(ExtensionNumber Number, CallId As)> Outside)
{
    /// <summary>A phone takes up nothing of either.</summary>
    public static LegPlace None { get; } = new(null, null, []);
}
