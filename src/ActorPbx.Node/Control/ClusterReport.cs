using System.Collections.Immutable;

namespace ActorPbx.Node.Control;

/// <summary>The cluster as one node sees it: a T-MSS all of it, others headquarters and their own branch.</summary>
public sealed record ClusterReport(
    string Cluster,
    string Node,
    string Branch,
    BusRow Bus,
    ImmutableArray<MemberRow> Members,
    ImmutableArray<LinkRow> Links,
    ImmutableArray<AnnouncedRow> Announced,
    ImmutableArray<TrunkRow> Trunks,
    ImmutableArray<OverlapRow> Overlaps,
    DirectoryRow Directory,
    OutboxRow Outbox,
    CentralRecordsRow? CentralRecords);

/// <summary>The bus of the node; "degraded" while it is away, when the node goes on with what it knows.</summary>
public sealed record BusRow(
    string State, string Fault, long Published, long Received, long Dropped, long Reconnections, long Unvouched, long Unknown, long Malformed, long Unserved);

/// <summary>A node of the cluster.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Branch">Its branch.</param>
/// <param name="Roles">What it does: tmss, lmss, media.</param>
/// <param name="Status">joining, up or leaving.</param>
/// <param name="Reachable">False when nothing is heard of it.</param>
/// <param name="Calls">Calls alive there.</param>
/// <param name="LinkIn">Of these: came over a node link.</param>
/// <param name="LinkOut">Of these: leave over a node link.</param>
/// <param name="Cpu">Share of its cores in use, 0 to 1.</param>
/// <param name="Draining">It takes no new calls.</param>
/// <param name="Version">Its software.</param>
/// <param name="Incarnation">Which start of its process this is.</param>
/// <param name="Links">Where it takes SIP from other nodes.</param>
public sealed record MemberRow(
    string Node, string Branch, ImmutableArray<string> Roles, string Status, bool Reachable, int Calls, int LinkIn, int LinkOut, double Cpu, bool Draining,
    string Version, long Incarnation, ImmutableArray<string> Links);

/// <summary>The link of this node to another.</summary>
/// <param name="Node">The other.</param>
/// <param name="Branch">Its branch.</param>
/// <param name="Health">How its pings go.</param>
/// <param name="Target">Where it is spoken to.</param>
/// <param name="Passed">Calls sent there.</param>
/// <param name="Refused">Calls not sent there, or refused by it.</param>
/// <param name="InProgress">Calls being set up there.</param>
public sealed record LinkRow(string Node, string Branch, string Health, string Target, long Passed, long Refused, int InProgress);

/// <summary>What a node announced in one domain.</summary>
/// <param name="Branch">Its branch.</param>
/// <param name="Node">The node.</param>
/// <param name="Domain">The virtual PBX.</param>
/// <param name="Numbers">Numbers and ranges.</param>
/// <param name="Elsewhere">How many of its numbers are at other branches at the moment.</param>
/// <param name="Trunks">Prefixes that reach a trunk of the node.</param>
public sealed record AnnouncedRow(string Branch, string Node, string Domain, ImmutableArray<string> Numbers, int Elsewhere, ImmutableArray<string> Trunks);

/// <summary>A trunk of the node.</summary>
/// <param name="Trunk">Its name.</param>
/// <param name="Domain">The virtual PBX that it belongs to.</param>
/// <param name="Incoming">Calls from it at this node.</param>
/// <param name="MaxIncoming">How many it may carry, in all of the scope.</param>
/// <param name="Outgoing">Calls to it from this node.</param>
/// <param name="MaxOutgoing">How many it may carry, in all of the scope.</param>
/// <param name="Scope">Where the limits hold: node or cluster.</param>
/// <param name="Holder">The node that counts for the cluster; empty when none is known.</param>
/// <param name="Epoch">The epoch of that count.</param>
/// <param name="Carriers">Its addresses.</param>
public sealed record TrunkRow(
    string Trunk, string Domain, int Incoming, int MaxIncoming, int Outgoing, int MaxOutgoing, string Scope, string Holder, long Epoch,
    ImmutableArray<CarrierRow> Carriers);

/// <summary>An address of a trunk, and how it answers.</summary>
public sealed record CarrierRow(string Address, string Health);

/// <summary>Numbers that two branches announced; those of the holder stay in force.</summary>
public sealed record OverlapRow(string Domain, string Held, string Holder, string Claimed, string Claimant);

/// <summary>The node's copy of the directory: its digest, and when a T-MSS last told the same one.</summary>
public sealed record DirectoryRow(string Digest, int Nodes, DateTimeOffset? AgreedAt, bool Agrees);

/// <summary>The node's call records on their way: up to the mark the broker has them, and so many wait behind it.</summary>
public sealed record OutboxRow(long Mark, long Sent, long Waiting);

/// <summary>The records of all branches, since the start of the node.</summary>
public sealed record CentralRecordsRow(long Kept, long Doubled, string Fault);
