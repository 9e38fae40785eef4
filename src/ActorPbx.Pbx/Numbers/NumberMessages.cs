using System.Collections.Immutable;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Pbx.Numbers;

/// <summary>A block of numbers on the wire.</summary>
public sealed record BlockForm(string Domain, string First, string Last, long SinceMilliseconds);

/// <summary>A roaming number on the wire.</summary>
public sealed record ElsewhereForm(string Domain, string Number, string Branch);

/// <summary>A trunk's prefix on the wire.</summary>
public sealed record TrunkPrefixForm(string Domain, string Prefix, string Trunk);

/// <summary>All that a node says about numbers, on the wire.</summary>
public sealed record NodeNumbersForm(
    string Branch, string Node, long Epoch, long Version,
    ImmutableArray<BlockForm> Blocks, ImmutableArray<ElsewhereForm> Elsewhere, ImmutableArray<TrunkPrefixForm> Trunks);

/// <summary>A node's change, on the wire.</summary>
public sealed record NumbersChangeForm(
    string Branch, string Node, long Epoch, long From, long To, ImmutableArray<ElsewhereForm> Arrived, ImmutableArray<ElsewhereForm> Gone);

/// <summary>What a node holds of another's announcements.</summary>
public sealed record HeldVersionForm(string Node, long Epoch, long Version);

/// <summary>A node that an operator took out, on the wire.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Epoch">What it said in this epoch and before is void.</param>
public sealed record ForgottenForm(string Node, long Epoch);

/// <summary>A node to headquarters, published as <c>numbers</c>: all that I say about numbers.</summary>
public sealed record NumbersAnnounced(NodeNumbersForm Numbers) : ClusterMessage;

/// <summary>A node to headquarters, published as <c>numbers</c>: what changed.</summary>
public sealed record NumbersChanged(NumbersChangeForm Change) : ClusterMessage;

/// <summary>A node to headquarters, published as <c>numbers</c> now and then: so far I am.</summary>
public sealed record NumbersStand(long Epoch, long Version) : ClusterMessage;

/// <summary>Headquarters to everybody, published as <c>directory</c>: what nodes said since the last time.</summary>
/// <param name="Whole">All that these nodes say.</param>
/// <param name="Changes">What changed at others.</param>
/// <param name="Forgotten">Nodes that the asker still has and operators took out; null for none.</param>
public sealed record DirectoryUpdated(
    ImmutableArray<NodeNumbersForm> Whole, ImmutableArray<NumbersChangeForm> Changes, ImmutableArray<ForgottenForm>? Forgotten = null) : ClusterMessage;

/// <summary>Headquarters to everybody, published as <c>directory</c> now and then: my copy looks like this.</summary>
/// <param name="Digest">64 bits over node, epoch and version of all entries.</param>
/// <param name="Nodes">How many entries.</param>
public sealed record DirectoryStand(ulong Digest, int Nodes) : ClusterMessage;

/// <summary>Headquarters to everybody, published as <c>directory</c>: an operator took a node out; what it announced is void.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Epoch">What it said in this epoch and before is void; 0 from a T-MSS that does not say it: all that is known.</param>
public sealed record NodeForgotten(string Node, long Epoch = 0) : ClusterMessage;

/// <summary>To the service <c>directory</c> of one node: say all that you say about numbers. Answered by <see cref="NumbersAnnounced"/>.</summary>
public sealed record AskNumbers : ClusterMessage;

/// <summary>To the service <c>directory</c> of headquarters: what is newer than this? Answered by <see cref="DirectoryUpdated"/>.</summary>
public sealed record AskDirectory(ImmutableArray<HeldVersionForm> Held) : ClusterMessage;
