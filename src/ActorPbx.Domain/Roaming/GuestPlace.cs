using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Roaming;

/// <summary>A node of another branch at which phones of a number are registered.</summary>
/// <param name="Branch">The branch that is visited.</param>
/// <param name="Node">The node there.</param>
/// <param name="Serial">Rises with each phone that registers there anew, not with a refresh.</param>
public sealed record GuestPlace(BranchName Branch, NodeName Node, long Serial);

/// <summary>What the home of a number says of its phones at another branch.</summary>
public enum GuestVerdict
{
    /// <summary>Calls to the number ring them.</summary>
    Rings,

    /// <summary>The number was registered elsewhere later and rings there; they ring again when that ends.</summary>
    Waits,

    /// <summary>Their registration is void: a later one took its place.</summary>
    Ended,

    /// <summary>There is no such number, or that branch may not have it as a guest.</summary>
    Unknown,
}
