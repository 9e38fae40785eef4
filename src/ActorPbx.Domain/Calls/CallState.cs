using System.Collections.Immutable;
using ActorPbx.Domain.Media;
using ActorPbx.Domain.Records;
using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Calls;

/// <summary>Where a call stands.</summary>
public enum CallPhase
{
    /// <summary>The caller's limits and rights are asked for.</summary>
    Admitting,

    /// <summary>The called number is asked for its devices.</summary>
    Paging,

    /// <summary>Media ports are asked for.</summary>
    OpeningRelay,

    /// <summary>Devices are invited or ring.</summary>
    Offering,

    /// <summary>A device answered.</summary>
    Connected,

    /// <summary>It is over; legs, relay and records are wound up.</summary>
    Releasing,

    /// <summary>Nothing is left of it.</summary>
    Ended,
}

/// <summary>Where the caller's leg stands.</summary>
public enum CallerPhase
{
    /// <summary>The INVITE has no final response yet.</summary>
    Waiting,

    /// <summary>200 was sent, its ACK is awaited.</summary>
    Answered,

    /// <summary>The ACK came.</summary>
    Confirmed,

    /// <summary>200 was sent, and the call ended before its ACK: BYE follows the ACK (RFC 3261 §15).</summary>
    AnsweredAndOver,

    /// <summary>Refused, or BYE sent or received.</summary>
    Ended,
}

/// <summary>Where the leg to a called device stands.</summary>
public enum DevicePhase
{
    /// <summary>Found, not invited yet.</summary>
    Waiting,

    /// <summary>INVITE sent, no final response yet.</summary>
    Invited,

    /// <summary>It answered; before the caller is told, its PRACK for the device's session is awaited.</summary>
    Answered,

    /// <summary>It answered and is the one that talks.</summary>
    Connected,

    /// <summary>CANCEL asked for, final response awaited.</summary>
    Cancelling,

    /// <summary>It talks in another call, which lends it.</summary>
    Lent,

    /// <summary>It wants another's place by an INVITE of its own, which has no final response yet.</summary>
    Calling,

    /// <summary>Refused, cancelled, or BYE sent or received.</summary>
    Ended,
}

/// <summary>How far a device's session got before it answered, on a caller's leg whose provisional responses are reliable.</summary>
public enum EarlySession
{
    /// <summary>The caller has none yet.</summary>
    None,

    /// <summary>The caller was told, its PRACK is awaited.</summary>
    Told,

    /// <summary>The caller's PRACK came: offer and answer are done.</summary>
    Confirmed,
}

/// <summary>Where the call's media relay stands.</summary>
public enum RelayPhase
{
    /// <summary>Media pass directly.</summary>
    None,

    /// <summary>Asked for.</summary>
    Opening,

    /// <summary>Standing.</summary>
    Open,

    /// <summary>Its closing counters are awaited.</summary>
    Closing,

    /// <summary>Gone.</summary>
    Closed,
}

/// <summary>Where the call's records stand.</summary>
public enum RecordsPhase
{
    /// <summary>Not made yet.</summary>
    None,

    /// <summary>Given to the store.</summary>
    Storing,

    /// <summary>On disk, or given up after the wrap-up timer.</summary>
    Settled,
}

/// <summary>Who calls whom, fixed for the life of the call.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Node">The node that handles it.</param>
/// <param name="Caller">Calling number.</param>
/// <param name="Called">Dialled number.</param>
/// <param name="CallerPeer">Signalling address of the caller.</param>
/// <param name="LateOffer">The INVITE came without an offer (RFC 3264 §4: the answer comes in the ACK).</param>
/// <param name="CallerKind">What the caller is to this node.</param>
/// <param name="Correlation">Name of the whole call on all nodes that it crosses.</param>
/// <param name="Branch">The branch that the records of this half belong to; empty on a node of its own.</param>
/// <param name="CallerHome">The home of a caller that is a guest of the branch: its record belongs there; else empty.</param>
/// <param name="CalledHome">The home of a called number that is a guest of the branch; else empty.</param>
/// <param name="Reliable">The caller confirms provisional responses by PRACK (RFC 3262).</param>
/// <param name="Earlier">Who sent the call on before it came here; null for nobody.</param>
public sealed record CallParties(
    DomainName Domain, string Node, string Caller, string Called, string CallerPeer, bool LateOffer,
    PartyKind CallerKind = PartyKind.Phone, string Correlation = "", string Branch = "", string CallerHome = "", string CalledHome = "", bool Reliable = false,
    EarlierDiversions? Earlier = null)
{
    /// <summary>The branch that the record of a half belongs to: the home of the number, wherever its phone is.</summary>
    public string BranchOf(RecordSide side)
    {
        var home = side == RecordSide.Originating ? CallerHome : CalledHome;
        return home.Length > 0 ? home : Branch;
    }
}

/// <summary>What stands behind a leg.</summary>
public enum PartyKind
{
    /// <summary>A phone of ours.</summary>
    Phone,

    /// <summary>Another node of the cluster, which handles the other half of the call and writes its record.</summary>
    Link,

    /// <summary>A trunk: a carrier, or a peer of ours.</summary>
    Trunk,
}

/// <summary>Times that bound a call.</summary>
public sealed record CallPolicy(TimeSpan NoAnswer, TimeSpan MaxDuration);

/// <summary>The leg to one device of the called number, or to the link or trunk that leads there.</summary>
/// <param name="Id">Which leg.</param>
/// <param name="Device">What it reaches.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Acknowledged">ACK was sent for its 200.</param>
/// <param name="Final">Its final response.</param>
/// <param name="Kind">What stands behind it.</param>
/// <param name="FinalCause">The cause of a refusal, where it means something.</param>
/// <param name="Early">How far its session got before it answered.</param>
/// <param name="Number">The number that it is to reach.</param>
/// <param name="Home">The home of that number, if it is a guest here; else empty.</param>
public sealed record DeviceLeg(
    LegId Id, Binding Device, DevicePhase Phase, bool Acknowledged, ResponseCode Final, PartyKind Kind = PartyKind.Phone, Cause? FinalCause = null,
    EarlySession Early = EarlySession.None, string Number = "", string Home = "");

/// <summary>A request inside the dialogs on its way from one leg to the other.</summary>
/// <param name="Id">Its name.</param>
/// <param name="From">The leg that asked.</param>
/// <param name="To">The leg that is to answer.</param>
/// <param name="Method">The SIP method.</param>
/// <param name="Offers">True when it opens an offer/answer exchange, so that none may cross it (RFC 3261 §14.2).</param>
/// <param name="LateOffer">True for an INVITE without offer.</param>
/// <param name="Answered">True once an INVITE got 2xx and its ACK is awaited.</param>
public sealed record Exchange(ExchangeId Id, LegId From, LegId To, string Method, bool Offers, bool LateOffer, bool Answered);

/// <summary>Why and how a call ended.</summary>
public sealed record Release(CallOutcome Outcome, ResponseCode Response, Cause Cause, ReleasedBy By);

/// <summary>The whole state of one call: plain values, so that it can be kept and found again.</summary>
public sealed record CallState(
    CallId Id,
    CallParties Parties,
    CallPolicy Policy,
    CallPhase Phase,
    CallerPhase Caller,
    RelayPhase Relay,
    RecordsPhase Records,
    bool RelayWanted,
    bool CalleeReached,
    ImmutableArray<DeviceLeg> Devices,
    LegId Connected,
    ImmutableArray<Exchange> Exchanges,
    ImmutableArray<ExchangeId> HeldByes,
    DateTimeOffset StartedAt,
    DateTimeOffset? RingingAt,
    DateTimeOffset? AnsweredAt,
    DateTimeOffset? EndedAt,
    Release? Release,
    bool FallBackTried = false,
    SessionTimer? CallerSession = null,
    SessionTimer? CalledSession = null,
    LegId? Changed = null)
{
    /// <summary>True from the first reason to end on.</summary>
    public bool IsOver => Phase is CallPhase.Releasing or CallPhase.Ended;

    /// <summary>How it was sent on, in order; empty for a call that goes where it was dialled to.</summary>
    public ImmutableArray<CallStep> Steps { get; init; } = [];

    /// <summary>The transfer that is under way; null for none.</summary>
    public Transfer? Transfer { get; init; }

    /// <summary>The leg that another call wants; null for none.</summary>
    public Lending? Lending { get; init; }

    /// <summary>The leg that takes another's place, until its ACK; null for none.</summary>
    public NewcomerLeg? Newcomer { get; init; }

    /// <summary>The leg that stands where the caller stood: the caller's own until it sent the other party on.</summary>
    public LegId CallerSide { get; init; }

    /// <summary>True while an offer that joins legs of two calls, or of one, is open: no other may cross it.</summary>
    public bool IsJoining => Transfer is { Phase: TransferPhase.Joining or TransferPhase.Taking } || Lending is { Awaited: false } || Newcomer is not null;

    /// <summary>True for the two legs that have each other.</summary>
    public bool IsTalking(LegId leg) => Phase == CallPhase.Connected && (leg == CallerSide || leg == Connected);

    /// <summary>The leg that a talking leg has.</summary>
    public LegId PartnerOf(LegId leg) => leg == CallerSide ? Connected : CallerSide;

    /// <summary>What stands behind a leg.</summary>
    public PartyKind KindOf(LegId leg) => leg.IsCaller ? Parties.CallerKind : Device(leg)?.Kind ?? PartyKind.Phone;

    /// <summary>The number behind a leg, and its home if it is a guest here.</summary>
    public (string Number, string Home) NumberOf(LegId leg) =>
        leg.IsCaller ? (Parties.Caller, Parties.CallerHome) : Device(leg) is { } device ? (device.Number, device.Home) : ("", "");

    /// <summary>The side of the relay that a leg is on; a transfer's new leg is on that of whoever asked for it.</summary>
    public RelaySide SideOf(LegId leg)
    {
        var seat = Transfer is { } transfer && transfer.Has(leg) ? transfer.By : leg;
        return seat == CallerSide || (seat.IsCaller && seat != Connected) ? RelaySide.Caller : RelaySide.Called;
    }

    /// <summary>The number that is called now.</summary>
    public string Called => Steps.IsEmpty ? Parties.Called : Steps[^1].To;

    /// <summary>The home of the number that is called now, if it is a guest here; else empty.</summary>
    public string CalledHome => Steps.IsEmpty ? Parties.CalledHome : Steps[^1].ToHome;

    /// <summary>True for a leg to the number that is called now.</summary>
    public bool IsCurrent(LegId leg) => Steps.IsEmpty || leg.Value >= Steps[^1].FirstLeg;

    /// <summary>The legs that were made for a stretch of the call: 0 for the dialled number, then one for each step.</summary>
    public ImmutableArray<DeviceLeg> LegsOf(int part)
    {
        var first = part == 0 ? 1 : Steps[part - 1].FirstLeg;
        var end = part == Steps.Length ? Devices.Length + 1 : Steps[part].FirstLeg;
        return Devices[(first - 1)..(end - 1)];
    }

    /// <summary>The device's leg, or null.</summary>
    public DeviceLeg? Device(LegId id) => id.Value >= 1 && id.Value <= Devices.Length ? Devices[id.Value - 1] : null;
}
