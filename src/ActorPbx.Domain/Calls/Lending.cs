namespace ActorPbx.Domain.Calls;

/// <summary>Names a dialog of a party with this exchange, as the exchange knows it (RFC 3891).</summary>
public sealed record DialogName(string CallId, string OurTag, string TheirTag)
{
    /// <summary>Whether this is the party's tag. RFC 3891 §3: zero stands for that of one who gives none.</summary>
    public bool IsTheirs(string tag) => tag == TheirTag || (tag.Length == 0 && TheirTag == "0");
}

/// <summary>
/// Another call of one of its parties wants the other party: the call asks it for an offer, and lets it go when that other call has an answer. Until then it stays as it is.
/// </summary>
/// <param name="Replaced">The leg of the party that both calls have.</param>
/// <param name="Given">The leg that is wanted.</param>
/// <param name="Offered">The leg made an offer, whose answer is awaited.</param>
/// <param name="ReplacedIsGone">The party that both calls have has hung up here.</param>
/// <param name="Awaited">The call still rings: the leg is whichever answers.</param>
public sealed record Lending(LegId Replaced, LegId Given, bool Offered = false, bool ReplacedIsGone = false, bool Awaited = false);
