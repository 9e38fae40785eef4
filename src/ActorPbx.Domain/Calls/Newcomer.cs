using ActorPbx.Domain.Registration;

namespace ActorPbx.Domain.Calls;

/// <summary>By what right a party takes another's place in a call (RFC 3891 §3 leaves it to us).</summary>
public enum ReplaceRight
{
    /// <summary>By none.</summary>
    None,

    /// <summary>It may watch the number: it may take a call that rings there.</summary>
    Watcher,

    /// <summary>It is the same number, or the same trunk.</summary>
    SameParty,
}

/// <summary>Who wants another's place in a call by an INVITE with Replaces.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Home">The home of that number, if it is a guest here; else empty.</param>
/// <param name="Kind">What it is to this node.</param>
/// <param name="Device">Where it is, as a leg knows it.</param>
/// <param name="Right">By what right.</param>
/// <param name="HasSession">Its INVITE bears an offer.</param>
/// <param name="RelayMedia">Its media shall pass through the exchange.</param>
public sealed record Newcomer(string Number, string Home, PartyKind Kind, Binding Device, ReplaceRight Right, bool HasSession, bool RelayMedia);

/// <summary>Where the INVITE of a newcomer stands.</summary>
public enum NewcomerPhase
{
    /// <summary>It has no final response yet.</summary>
    Waiting,

    /// <summary>200 was sent, its ACK is awaited.</summary>
    Answered,

    /// <summary>200 was sent, and the call ended before its ACK: BYE follows the ACK (RFC 3261 §15).</summary>
    AnsweredAndOver,
}

/// <summary>The leg of a newcomer until its ACK.</summary>
public sealed record NewcomerLeg(LegId Leg, NewcomerPhase Phase);
