namespace ActorPbx.Pbx.Settings;

/// <summary>What holds for TLS beyond single listeners.</summary>
public sealed record TlsSettings
{
    /// <summary>PEM file with the authorities that servers which the exchange connects to must come from; empty: the system's.</summary>
    public string Authorities { get; init; } = "";

    /// <summary>A wildcard in a server's certificate stands for its name, which RFC 5922 §7.2 forbids.</summary>
    public bool WildcardNames { get; init; }

    /// <summary>How often certificate files are looked at; a new certificate is shown to new connections. Zero: only when the configuration is read again.</summary>
    public TimeSpan CertificateCheck { get; init; } = TimeSpan.FromSeconds(30);
}
