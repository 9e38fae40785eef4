using System.Collections.Immutable;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Trunks;

/// <summary>A T-MSS to the holder of a trunk's count: a place for this call. Answered by <see cref="LeaseAnswered"/>.</summary>
/// <param name="Call">Name of the call.</param>
/// <param name="Outgoing">It goes to the trunk; else it comes from there.</param>
/// <param name="Incarnation">The asking process.</param>
public sealed record AskLease(string Call, bool Outgoing, long Incarnation) : ClusterMessage;

/// <summary>A T-MSS to the holder of a trunk's count: this call is over, or never was. Answered by <see cref="LeaseAnswered"/>.</summary>
public sealed record ReturnLease(string Call, long Incarnation) : ClusterMessage;

/// <summary>The holder's word.</summary>
/// <param name="Granted">The call has its place, or its place is free again.</param>
/// <param name="AskAgain">The holder is still counting what lives: ask again soon.</param>
/// <param name="Epoch">The holder's epoch.</param>
public sealed record LeaseAnswered(bool Granted, bool AskAgain, long Epoch) : ClusterMessage;

/// <summary>A new holder to each T-MSS: which calls have you on the trunk? Answered by <see cref="HeldLeases"/>.</summary>
/// <param name="Epoch">The holder's epoch: the word of one before is void from now on.</param>
public sealed record AskHeldLeases(long Epoch) : ClusterMessage;

/// <summary>All calls that a T-MSS has, or has asked for, on the trunk.</summary>
public sealed record HeldLeases(long Incarnation, ImmutableArray<HeldLease> Calls) : ClusterMessage;

/// <summary>One of them.</summary>
public sealed record HeldLease(string Call, bool Outgoing);
