namespace ActorPbx.Domain.Nodes;

/// <summary>What a node does in the cluster.</summary>
[Flags]
public enum NodeRoles
{
    /// <summary>Nothing yet.</summary>
    None = 0,

    /// <summary>Serves the phones of a branch (L-MSS).</summary>
    Local = 1,

    /// <summary>Routes between branches and holds trunks (T-MSS).</summary>
    Trunk = 2,

    /// <summary>A media gateway.</summary>
    Media = 4,
}
