using System.Collections.Immutable;
using ActorPbx.Domain.Nodes;

namespace ActorPbx.Node.Settings;

/// <summary>What a node does, as a configuration says it.</summary>
public enum NodeRole
{
    /// <summary>Routes between branches and holds trunks (T-MSS).</summary>
    Tmss,

    /// <summary>Serves the phones of a branch (L-MSS).</summary>
    Lmss,

    /// <summary>Relays media.</summary>
    Media,
}

/// <summary>Roles of the configuration as the cluster knows them.</summary>
internal static class NodeRoleNames
{
    public static NodeRoles ToRoles(this ImmutableArray<NodeRole> roles) => roles.Aggregate(NodeRoles.None, (all, role) => all | Of(role));

    public static ImmutableArray<string> Words(NodeRoles roles) =>
        [.. Enum.GetValues<NodeRole>().Where(role => roles.HasFlag(Of(role))).Select(role => role.ToString().ToLowerInvariant())];

    private static NodeRoles Of(NodeRole role) => role switch
    {
        NodeRole.Tmss => NodeRoles.Trunk,
        NodeRole.Lmss => NodeRoles.Local,
        NodeRole.Media => NodeRoles.Media,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "An unknown role."),
    };
}
