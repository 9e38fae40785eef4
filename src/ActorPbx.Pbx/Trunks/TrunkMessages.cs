using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Calls;
using ActorPbx.Domain.Trunks;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Trunks;

/// <summary>What is asked of a trunk; its parent passes it on by name.</summary>
/// <param name="Trunk">Name of the trunk.</param>
public abstract record TrunkCommand(string Trunk);

/// <summary>
/// A call wants a place. A call from the trunk is answered <see cref="TrunkAdmitted"/>, one to the trunk gets its way; both may get <see cref="TrunkRefused"/>.
/// The place is held until <see cref="ReleaseTrunk"/>, or the end of the asking actor.
/// </summary>
/// <param name="Trunk">Name of the trunk.</param>
/// <param name="Call">The call.</param>
/// <param name="Direction">Which way it crosses the trunk.</param>
/// <param name="Number">The number as the carrier is given it; empty for a call from the trunk.</param>
public sealed record ReserveTrunk(string Trunk, CallId Call, TrunkDirection Direction, string Number) : TrunkCommand(Trunk);

/// <summary>The call has given its place to another one, under the same name: <see cref="ReleaseTrunk"/> comes from there, or that actor's end.</summary>
internal sealed record PassTrunk(string Trunk, CallId Call, IActorRef To) : TrunkCommand(Trunk);

/// <summary>The call is over, or does without the trunk.</summary>
public sealed record ReleaseTrunk(string Trunk, CallId Call) : TrunkCommand(Trunk);

/// <summary>How does the trunk stand? Answered by <see cref="TrunkView"/>.</summary>
public sealed record DescribeTrunk(string Trunk) : TrunkCommand(Trunk);

/// <summary>The actor of a trunk began, at first or after a fault, and wants to know the cluster.</summary>
internal sealed record TrunkStarted;

/// <summary>This node is in a cluster now.</summary>
public sealed record TrunksJoined(IActorRef Cluster);

/// <summary>The call from the trunk may be made.</summary>
public sealed record TrunkAdmitted(CallId Call);

/// <summary>The trunk does not take the call.</summary>
public sealed record TrunkRefused(CallId Call, TrunkDirection Direction, ResponseCode Code, Cause Cause);

/// <summary>A trunk as an operator sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Domain">The virtual PBX that it belongs to.</param>
/// <param name="Incoming">Calls from it at this node.</param>
/// <param name="Outgoing">Calls to it from this node.</param>
/// <param name="Limits">How many it takes, at this node or in the cluster.</param>
/// <param name="Count">Who counts for the cluster; null when each node counts for itself.</param>
/// <param name="Peers">Its addresses, and whether each answers.</param>
public sealed record TrunkView(
    string Name, DomainName Domain, int Incoming, int Outgoing, TrunkLimits Limits, TrunkCountView? Count, ImmutableArray<TrunkPeerView> Peers);

/// <summary>The count of a trunk whose limit spans the cluster, as this node knows it.</summary>
/// <param name="Holder">The node that counts; null before one has asked what lives here.</param>
/// <param name="Epoch">Its epoch; 0 before.</param>
public sealed record TrunkCountView(Origin? Holder, long Epoch);

/// <summary>One address of a trunk.</summary>
public sealed record TrunkPeerView(string Address, TrunkHealth Health);
