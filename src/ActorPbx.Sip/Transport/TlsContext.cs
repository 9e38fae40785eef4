using System.Collections.Immutable;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorPbx.Sip.Transport;

/// <summary>The certificates of this server, read once, and the TLS handshakes made with them.</summary>
internal sealed class TlsContext
{
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly TlsOptions _options;
    private readonly (X509Certificate2 Certificate, SslStreamCertificateContext Context)[] _certificates;
    private readonly X509ChainPolicy? _trust;

    public TlsContext(TlsOptions options)
    {
        _options = options;
        _certificates = [.. options.Certificates.Select(Load)];
        _trust = options.TrustedAuthoritiesFile is null ? null : LoadTrust(options.TrustedAuthoritiesFile);
    }

    public bool CanAccept => _certificates.Length > 0;

    public async Task<OpenedStream> AcceptAsync(Socket socket)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        ServerOptionsSelectionCallback choose = (_, hello, _, _) => ValueTask.FromResult(ServerOptions(hello.ServerName));
        await stream.AuthenticateAsServerAsync(choose, null).ConfigureAwait(false);
        return new OpenedStream(stream, NamesOf(stream.RemoteCertificate));
    }

    public async Task<OpenedStream> ConnectAsync(Socket socket, string host)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = Versions,
            ClientCertificateContext = CanAccept ? _certificates[0].Context : null,
            CertificateChainPolicy = _trust?.Clone(),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (!_options.VerifyServers) options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        await stream.AuthenticateAsClientAsync(options).ConfigureAwait(false);
        ImmutableArray<string> names = _options.VerifyServers ? NamesOf(stream.RemoteCertificate) : [];
        if (_options is { VerifyServers: true, ExactNames: true } && !names.Contains(host, StringComparer.OrdinalIgnoreCase))
            throw new AuthenticationException($"the certificate of {host} bears the names {string.Join(", ", names)}");
        return new OpenedStream(stream, names);
    }

    /// <summary>RFC 5922 §7.1. Asked for only when the handshake has found the certificate good.</summary>
    private static ImmutableArray<string> NamesOf(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 found) return [];
        foreach (X509Extension extension in found.Extensions)
        {
            if (extension is X509SubjectAlternativeNameExtension names) return [.. names.EnumerateDnsNames()];
        }

        return [];
    }

    private static (X509Certificate2, SslStreamCertificateContext) Load(TlsCertificateFiles files)
    {
        try
        {
            X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(files.CertificateFile);
            return (certificate, SslStreamCertificateContext.Create(certificate, chain, offline: true));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SipTransportException($"Cannot read the certificate {files.CertificateFile} with the key {files.KeyFile}: {fault.Message}", fault);
        }
    }

    private static X509ChainPolicy LoadTrust(string file)
    {
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            return policy;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SipTransportException($"Cannot read the trusted authorities {file}: {fault.Message}", fault);
        }
    }

    private SslServerAuthenticationOptions ServerOptions(string serverName) => new()
    {
        ServerCertificateContext = ContextFor(serverName),
        EnabledSslProtocols = Versions,
        ClientCertificateRequired = _options.ClientCertificates != ClientCertificates.NotAsked,
        CertificateChainPolicy = _trust?.Clone(),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = IsClientWelcome,
    };

    private SslStreamCertificateContext ContextFor(string serverName)
    {
        if (serverName.Length > 0)
        {
            foreach ((X509Certificate2 certificate, SslStreamCertificateContext context) in _certificates)
            {
                if (certificate.MatchesHostname(serverName)) return context;
            }
        }

        return _certificates[0].Context;
    }

    private bool IsClientWelcome(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => _options.ClientCertificates switch
    {
        ClientCertificates.NotAsked => true,
        ClientCertificates.Optional => certificate is null || errors == SslPolicyErrors.None,
        _ => certificate is not null && errors == SslPolicyErrors.None,
    };
}
