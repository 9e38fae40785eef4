using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;
using ActorPbx.Pbx.Cluster;

namespace ActorPbx.Cluster;

/// <summary>Who this node is to the others.</summary>
/// <param name="Branch">Its branch.</param>
/// <param name="Name">Its name.</param>
/// <param name="Incarnation">Higher each time the process starts; see <see cref="Membership.IncarnationFile"/>.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Links">Where it takes SIP from other nodes, best first.</param>
/// <param name="Version">Its software.</param>
public sealed record NodeIdentity(BranchName Branch, NodeName Name, long Incarnation, NodeRoles Roles, ImmutableArray<LinkAddress> Links, string Version)
{
    /// <summary>Branch and name.</summary>
    public Origin Origin => new(Branch, Name);
}
