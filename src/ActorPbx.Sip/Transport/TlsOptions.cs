namespace ActorPbx.Sip.Transport;

/// <summary>Whether phones must show a certificate of their own on TLS.</summary>
public enum ClientCertificates
{
    NotAsked,
    Optional,
    Required,
}

/// <summary>A certificate chain and its key in PEM files. The first one of a stack is used when the peer names no host, or an unknown one, by SNI.</summary>
public sealed record TlsCertificateFiles(string CertificateFile, string KeyFile);

/// <summary>How TLS connections (versions 1.2 and 1.3, forward-secret cipher suites only) are set up.</summary>
public sealed record TlsOptions
{
    /// <summary>Shown to peers that connect, chosen by SNI, and the first one to peers that ask for one when connected to.</summary>
    public IReadOnlyList<TlsCertificateFiles> Certificates { get; init; } = [];

    /// <summary>PEM file of the authorities that certificates of clients must come from; null means those of the system.</summary>
    public string? ClientAuthoritiesFile { get; init; }

    /// <summary>PEM file of the authorities that certificates of servers connected to must come from; null means those of the system.</summary>
    public string? ServerAuthoritiesFile { get; init; }

    public ClientCertificates ClientCertificates { get; init; } = ClientCertificates.NotAsked;

    /// <summary>Whether the certificate of a peer connected to must be valid and bear its name.</summary>
    public bool VerifyServers { get; init; } = true;

    /// <summary>Whether a wildcard in the certificate of a verified server stands for its name, which RFC 5922 §7.2 forbids.</summary>
    public bool WildcardNames { get; init; }
}
