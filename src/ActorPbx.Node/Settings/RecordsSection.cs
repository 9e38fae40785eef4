using ActorPbx.Hocon;

namespace ActorPbx.Node.Settings;

/// <summary>Where call records go beyond the node's own store.</summary>
public sealed record RecordsSection
{
    /// <summary>The records of all branches, at headquarters.</summary>
    public CentralRecordsSettings Central { get; init; } = new();
}

/// <summary>What holds the records of all branches.</summary>
public enum CentralProvider
{
    /// <summary>This node does not keep them.</summary>
    None,

    /// <summary>A file in the data directory.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database.</summary>
    Postgresql,
}

/// <summary>The table of the call records of all branches.</summary>
public sealed record CentralRecordsSettings
{
    /// <summary>What holds it.</summary>
    public CentralProvider Provider { get; init; } = CentralProvider.None;

    /// <summary>PostgreSQL: Npgsql's connection string.</summary>
    [Secret]
    public string Connection { get; init; } = "";
}
