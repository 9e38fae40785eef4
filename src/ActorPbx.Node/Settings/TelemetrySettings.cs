namespace ActorPbx.Node.Settings;

/// <summary>How programs watch the node.</summary>
public sealed record TelemetrySettings
{
    /// <summary>Health and metrics over HTTP.</summary>
    public WatchSettings Http { get; init; } = new();
}

/// <summary>Where <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c> are answered.</summary>
public sealed record WatchSettings
{
    /// <summary>IPv4 or IPv6 address; only this machine unless another is written.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 answers nobody.</summary>
    public int Port { get; init; }
}
