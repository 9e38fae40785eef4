namespace ActorPbx.Node.Settings;

/// <summary>How the store of call records and registrations behaves; where it lies is <see cref="NodeSettings.DataDirectory"/>.</summary>
public sealed record StorageSection
{
    /// <summary>How long to wait for another program that holds the database.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a write that failed for want of space or for a lock is tried before it is given up.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long to wait between two attempts.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most writes that wait at a time; more are refused at once.</summary>
    public int QueueLimit { get; init; } = 20_000;
}
