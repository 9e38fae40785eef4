using System.Collections.Immutable;
using ActorPbx.Domain;
using ActorPbx.Domain.Nodes;
using ActorPbx.Domain.Numbering;

namespace ActorPbx.Pbx.Numbers;

/// <summary>What is asked of <c>/user/directory</c>.</summary>
public abstract record DirectoryCommand;

/// <summary>A number of this branch has its phone at another branch now.</summary>
public sealed record NumberWentTo(DomainName Domain, string Number, BranchName Branch) : DirectoryCommand;

/// <summary>A number of this branch has its phone at home again, or none.</summary>
public sealed record NumberCameHome(DomainName Domain, string Number) : DirectoryCommand;

/// <summary>The configuration changed: this is what the node announces from now on.</summary>
public sealed record AnnounceNumbers(OwnNumbers Own) : DirectoryCommand;

/// <summary>An operator takes a node out for good.</summary>
public sealed record ForgetNode(NodeName Node) : DirectoryCommand;

/// <summary>How does the directory stand? Answered by <see cref="DirectoryView"/>.</summary>
public sealed record DescribeDirectory : DirectoryCommand;

/// <summary>The directory as an operator sees it.</summary>
/// <param name="Nodes">What each node announced.</param>
/// <param name="Overlaps">What is announced by two branches.</param>
/// <param name="Digest">Equal on nodes that agree.</param>
/// <param name="AgreedAt">When headquarters last had the same; null: never.</param>
public sealed record DirectoryView(ImmutableArray<NodeNumbers> Nodes, ImmutableArray<NumberOverlap> Overlaps, ulong Digest, DateTimeOffset? AgreedAt);
