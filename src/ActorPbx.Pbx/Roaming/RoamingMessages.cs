using System.Collections.Immutable;
using ActorPbx.Domain.Roaming;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Roaming;

/// <summary>What a guest's home tells the branch that it visits, on the wire. Never printed: it holds what stands for the password.</summary>
/// <param name="Number">The guest's number.</param>
/// <param name="Version">Another one whenever anything of this changes.</param>
/// <param name="Realm">The realm that its HA1s are made for.</param>
/// <param name="Ha1Md5">HA1 for MD5, or empty.</param>
/// <param name="Ha1Sha256">HA1 for SHA-256, or empty.</param>
/// <param name="DisplayName">Name shown to who is called.</param>
/// <param name="MaxCalls">Calls in and out together.</param>
/// <param name="MaxOutgoingCalls">Outgoing calls.</param>
/// <param name="RelayMedia">Media pass through the exchange.</param>
/// <param name="NoAnswerSeconds">How long it rings.</param>
/// <param name="MinExpirySeconds">Shortest registration.</param>
/// <param name="MaxExpirySeconds">Longest registration.</param>
/// <param name="DefaultExpirySeconds">Registration when the device asks for none.</param>
/// <param name="SeveralDevices">The right "one number, several devices".</param>
/// <param name="MaxDevices">With it: how many.</param>
/// <param name="WatchOthers">The right to watch other numbers.</param>
/// <param name="PresenceGroup">Its presence group, or empty.</param>
/// <param name="ForwardOutside">The right to have calls sent on to the outside.</param>
/// <param name="Reliable">Reliable provisional responses: supported, off or required; empty from a home that does not say.</param>
/// <param name="Outside">What it may towards the outside; null from a home that does not say.</param>
public sealed record GuestProfileForm(
    string Number, string Version, string Realm, string Ha1Md5, string Ha1Sha256, string DisplayName, int MaxCalls, int MaxOutgoingCalls, bool RelayMedia,
    int NoAnswerSeconds, int MinExpirySeconds, int MaxExpirySeconds, int DefaultExpirySeconds, bool SeveralDevices, int MaxDevices,
    bool WatchOthers = false, string PresenceGroup = "", bool ForwardOutside = false, string Reliable = "", GuestOutsideForm? Outside = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"profile {Version} of {Number}";
}

/// <summary>What a guest may do towards the outside, where calls cost money, on the wire.</summary>
/// <param name="MaxCalls">Such calls at once.</param>
/// <param name="PerMinute">Begun within a minute.</param>
/// <param name="PerDay">Begun in a day.</param>
/// <param name="International">To other countries.</param>
/// <param name="Premium">To numbers that cost more than a call.</param>
/// <param name="Allowed">First digits of numbers that it may call whatever they are.</param>
/// <param name="Refused">First digits of numbers that it may not call.</param>
public sealed record GuestOutsideForm(
    int MaxCalls, int PerMinute, int PerDay, bool International, bool Premium, ImmutableArray<string> Allowed, ImmutableArray<string> Refused);

/// <summary>One guest of a branch, on the wire.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Serial">Rises with each new registration; 0: none, it only has calls.</param>
/// <param name="Outgoing">Calls that it makes there.</param>
/// <param name="Incoming">Calls to it there.</param>
public sealed record GuestStandForm(string Number, long Serial, int Outgoing, int Incoming);

/// <summary>What is said of one guest, on the wire.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Serial">The registration that is spoken of.</param>
/// <param name="Verdict">Whether it rings.</param>
/// <param name="Version">The profile in force.</param>
/// <param name="Outgoing">Calls that the number makes elsewhere.</param>
/// <param name="Incoming">Calls to the number elsewhere.</param>
public sealed record GuestVerdictForm(string Number, long Serial, GuestVerdict Verdict, string Version, int Outgoing, int Incoming);

/// <summary>To the home of a number: whose phone is this? Answered by <see cref="GuestTold"/>.</summary>
public sealed record AskGuest(string Domain, string Number) : ClusterMessage;

/// <summary>The home's answer.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Number">The number.</param>
/// <param name="Profile">Null: there is no such number, or the asking branch may not have it as a guest.</param>
public sealed record GuestTold(string Domain, string Number, GuestProfileForm? Profile) : ClusterMessage;

/// <summary>A branch to a home: all guests of that home that it has.</summary>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="At">Rises with each saying of the node; what comes late is not heard.</param>
/// <param name="Guests">Those with a registration or a call.</param>
public sealed record GuestsStand(string Domain, long At, ImmutableArray<GuestStandForm> Guests) : ClusterMessage;

/// <summary>A home to a branch that has its numbers as guests: what is so of each.</summary>
public sealed record GuestsJudged(string Domain, ImmutableArray<GuestVerdictForm> Guests) : ClusterMessage;

/// <summary>A home to a branch that was not heard for a while: which guests of mine have you? Followed by <see cref="GuestsStand"/>.</summary>
public sealed record AskGuests(string Domain) : ClusterMessage;
