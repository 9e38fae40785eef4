namespace ActorPbx.Storage.Settings;

/// <summary>Where records and registrations are kept; keys are the property names in kebab case.</summary>
public sealed record StorageSettings
{
    /// <summary>The data directory; the database and the directory <c>cdr</c> lie in it.</summary>
    public string Directory { get; init; } = "data";

    /// <summary>How long to wait for another program that holds the database.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a write that failed for want of space or for a lock is tried before it is given up.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long to wait between two attempts, and before a database that would not open is tried again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most writes that wait at a time; more are refused at once, so that a full disk cannot fill the memory.</summary>
    public int QueueLimit { get; init; } = 20_000;

    /// <summary>The database file.</summary>
    public string DatabasePath => Path.Combine(Directory, "actorpbx.db");

    /// <summary>Where the daily files of call records lie.</summary>
    public string CdrDirectory => Path.Combine(Directory, "cdr");
}
