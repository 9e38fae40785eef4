namespace ActorPbx.Pbx.Roaming;

/// <summary>What the domains of a clustered node share to have guests.</summary>
/// <param name="Book">The guests of the node.</param>
/// <param name="Door">Where their requests are proven and go on.</param>
public sealed record RoamingParts(GuestBook Book, IGuestDoor Door);
