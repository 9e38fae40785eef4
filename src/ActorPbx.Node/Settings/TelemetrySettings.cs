using ActorPbx.Hocon;

namespace ActorPbx.Node.Settings;

/// <summary>How programs watch the node.</summary>
public sealed record TelemetrySettings
{
    /// <summary>Health and metrics over HTTP.</summary>
    public WatchSettings Http { get; init; } = new();

    /// <summary>Metrics and traces for a collector.</summary>
    public OtlpSettings Otlp { get; init; } = new();

    /// <summary>Measure how long the whole process stands still.</summary>
    public bool Pauses { get; init; }
}

/// <summary>What carries OpenTelemetry's protocol.</summary>
public enum OtlpTransport
{
    /// <summary>gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>HTTP with protobuf, usually port 4318.</summary>
    Http,
}

/// <summary>The collector that gets metrics and the traces of calls (OTLP).</summary>
public sealed record OtlpSettings
{
    /// <summary>http://host:port or https://host:port; empty: nobody.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>What carries it.</summary>
    public OtlpTransport Protocol { get; init; } = OtlpTransport.Grpc;

    /// <summary>Headers that the collector wants, as name=value, with commas between.</summary>
    [Secret]
    public string Headers { get; init; } = "";

    /// <summary>Send metrics.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>How often metrics are sent.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Send a trace of each call.</summary>
    public bool Traces { get; init; } = true;

    /// <summary>The share of calls that are traced, from 0 to 1; all nodes of a call decide alike.</summary>
    public double Sample { get; init; } = 1;
}

/// <summary>Where <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c> are answered.</summary>
public sealed record WatchSettings
{
    /// <summary>IPv4 or IPv6 address; only this machine unless another is written.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 answers nobody.</summary>
    public int Port { get; init; }
}
