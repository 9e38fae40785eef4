using ActorPbx.Domain.Nodes;

namespace ActorPbx.Domain.Numbering;

/// <summary>Where calls to a number go.</summary>
/// <param name="Branch">The branch that rings it.</param>
/// <param name="Home">The branch that owns it; another than <paramref name="Branch"/> while its phone is roaming.</param>
/// <param name="Block">The announced block that it was found by.</param>
public sealed record NumberOwner(BranchName Branch, BranchName Home, NumberBlock Block)
{
    /// <summary>True while its phone is registered at another branch than its own.</summary>
    public bool IsAway => Branch != Home;
}

/// <summary>Two branches announced the same numbers.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Held">The block that stays in force.</param>
/// <param name="Holder">Whose that is: the older announcement.</param>
/// <param name="Claimed">The block that overlaps it.</param>
/// <param name="Claimant">Who announced that later.</param>
public sealed record NumberOverlap(DomainName Domain, NumberBlock Held, BranchName Holder, NumberBlock Claimed, BranchName Claimant);
