using System.Collections.Immutable;

namespace ActorPbx.Node.Settings;

/// <summary>The node as a process: its name, where it keeps its data, how it ends.</summary>
public sealed record NodeSettings
{
    /// <summary>Name of the node in call records, logs and the cluster; empty: the machine's name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the node does.</summary>
    public ImmutableArray<NodeRole> Roles { get; init; } = [NodeRole.Lmss, NodeRole.Media];

    /// <summary>Directory of the database, call record files, made certificates and the control socket; relative to the configuration file.</summary>
    public string DataDirectory { get; init; } = "../data";

    /// <summary>Path of the control socket; empty: actorpbx.sock in the data directory.</summary>
    public string ControlSocket { get; init; } = "";

    /// <summary>How long living calls may go on after the node was told to end.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The name that the node goes by.</summary>
    internal string ActualName => Name.Length == 0 ? Environment.MachineName : Name;
}
