using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Pbx.Cluster;

/// <summary>How a member stands, in Akka.Cluster's words.</summary>
public enum MemberStatus
{
    /// <summary>Seen, not yet taken in.</summary>
    Joining,

    /// <summary>Part of the cluster.</summary>
    Up,

    /// <summary>Said that it goes.</summary>
    Leaving,

    /// <summary>Gone: it left, or stayed away too long.</summary>
    Removed,
}

/// <summary>A node as the others know it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Branch">Its branch; "hq" for T-MSS nodes.</param>
/// <param name="Incarnation">Higher each time the node's process starts.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Links">Where it takes SIP from other nodes, best first.</param>
/// <param name="Version">Its software.</param>
/// <param name="Load">Its load as last heard.</param>
public sealed record Member(
    NodeName Name, BranchName Branch, long Incarnation, NodeRoles Roles, MemberStatus Status, ImmutableArray<LinkAddress> Links, string Version, NodeLoad Load);

/// <summary>What a node carries at the moment.</summary>
/// <param name="Calls">Calls alive.</param>
/// <param name="LinkIn">Of these: calls that came over a node link.</param>
/// <param name="LinkOut">Of these: calls that leave over a node link.</param>
/// <param name="Cpu">Share of all its cores in use, 0 to 1.</param>
/// <param name="Draining">It takes no new calls.</param>
public sealed record NodeLoad(int Calls, int LinkIn, int LinkOut, double Cpu, bool Draining)
{
    /// <summary>Nothing.</summary>
    public static NodeLoad None { get; } = new(0, 0, 0, 0, false);
}
