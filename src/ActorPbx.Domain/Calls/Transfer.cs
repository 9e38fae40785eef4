using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Calls;

/// <summary>Where a transfer stands.</summary>
public enum TransferPhase
{
    /// <summary>Whoever asked for it is asked for its limits and rights.</summary>
    Admitting,

    /// <summary>The new number is asked for its devices.</summary>
    Paging,

    /// <summary>The new number's devices are invited, without an offer: theirs is wanted.</summary>
    Offering,

    /// <summary>One answered with its offer; media ports are asked for.</summary>
    OpeningRelay,

    /// <summary>It waits until no other offer is open with the party that stays.</summary>
    Waiting,

    /// <summary>The party that stays was sent the new one's offer.</summary>
    Joining,

    /// <summary>Another call is asked to lend the new party's leg.</summary>
    Borrowing,

    /// <summary>It was told that the leg is wanted for good.</summary>
    Taking,

    /// <summary>The new party picked up a call that rang: the caller was told that it is answered, its ACK is awaited.</summary>
    Answering,
}

/// <summary>What a REFER asks for (RFC 3515), as far as it could be read.</summary>
/// <param name="To">The number that it names; empty when it names none of ours.</param>
/// <param name="ToHome">The home of that number, if it is a guest here; else empty.</param>
/// <param name="IsAllowed">Whoever asks may send calls on.</param>
/// <param name="Reports">It wants to be told how it goes (RFC 4488: unless it says otherwise).</param>
/// <param name="Replaced">The dialog with the new party that whoever asks has in another call; null for a transfer to a number.</param>
/// <param name="Device">The one of the number's devices that is meant, if not all are.</param>
public sealed record ReferRequest(string To, string ToHome, bool IsAllowed, bool Reports, DialogName? Replaced = null, DeviceWanted Device = default);

/// <summary>A party of a call wants another in its place; the call goes on as it is until that one has answered.</summary>
/// <param name="By">The leg that asked for it.</param>
/// <param name="Stays">The leg that stays.</param>
/// <param name="Number">The number that asked: its rights and cost.</param>
/// <param name="Home">The home of that number, if it is a guest here; else empty.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="At">When.</param>
/// <param name="FirstLeg">The first leg that is made for it.</param>
/// <param name="Phase">Where it stands.</param>
public sealed record Transfer(LegId By, LegId Stays, string Number, string Home, ReferRequest Request, DateTimeOffset At, int FirstLeg, TransferPhase Phase)
{
    /// <summary>The leg that answered; default before.</summary>
    public LegId New { get; init; }

    /// <summary>When the new number rang.</summary>
    public DateTimeOffset? RangAt { get; init; }

    /// <summary>When whoever asked hung up without waiting for the end.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>The session timer that was agreed on with the leg that answered.</summary>
    public SessionTerms? Terms { get; init; }

    /// <summary>The new number has devices, or a link or trunk leads to it.</summary>
    public bool Reached { get; init; }

    /// <summary>The relay was opened for it, and has no use if it fails.</summary>
    public bool OpenedRelay { get; init; }

    /// <summary>The new party wants it, and not the one whose place it takes (INVITE with Replaces).</summary>
    public bool IsReplacement { get; init; }

    /// <summary>The new party takes a call that rang elsewhere.</summary>
    public bool PicksUp { get; init; }

    /// <summary>True for a leg that was made for it.</summary>
    public bool Has(LegId leg) => leg.Value >= FirstLeg;
}
