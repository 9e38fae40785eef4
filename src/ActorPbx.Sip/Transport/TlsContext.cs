using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ActorPbx.Sip.Transport;

/// <summary>The TLS handshakes of a stack or of one of its listeners, with the certificates that its files held when they were read last.</summary>
internal sealed class TlsContext(TlsOptions options)
{
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    private volatile TlsMaterial _material = TlsMaterial.Read(options);

    public bool CanAccept => !_material.Certificates.IsEmpty;

    /// <summary>What the files hold now; the same object when that is what handshakes use already.</summary>
    /// <exception cref="SipTransportException">A file cannot be used.</exception>
    public TlsMaterial ReadAgain() => TlsMaterial.Read(options, _material);

    /// <summary>Handshakes from now on use this; connections that stand are not touched. False when they do already.</summary>
    public bool Use(TlsMaterial material)
    {
        if (ReferenceEquals(_material, material)) return false;
        _material = material;
        return true;
    }

    public async Task<OpenedStream> AcceptAsync(Socket socket)
    {
        TlsMaterial material = _material;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        ServerOptionsSelectionCallback choose = (_, hello, _, _) => ValueTask.FromResult(ServerOptions(material, hello.ServerName));
        await stream.AuthenticateAsServerAsync(choose, null).ConfigureAwait(false);
        return new OpenedStream(stream, CertificateNames.Of(stream.RemoteCertificate));
    }

    public async Task<OpenedStream> ConnectAsync(Socket socket, string host)
    {
        TlsMaterial material = _material;
        string? refusal = null;
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        var client = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = Versions,
            CipherSuitesPolicy = ForwardSecrecy.Policy,
            AllowRenegotiation = false,
            ClientCertificateContext = material.Certificates.IsEmpty ? null : material.Certificates[0].Context,
            CertificateChainPolicy = material.ServerTrust?.Clone(),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => (refusal = RefusalOf(certificate, chain, errors, host)) is null,
        };
        try
        {
            await stream.AuthenticateAsClientAsync(client).ConfigureAwait(false);
        }
        catch (AuthenticationException fault) when (refusal is not null)
        {
            throw new AuthenticationException(refusal, fault);
        }

        return new OpenedStream(stream, options.VerifyServers ? CertificateNames.Of(stream.RemoteCertificate) : []);
    }

    /// <summary>Why the certificate of a server is not taken, or null. The chain is the system's to judge, the name is judged as SIP wants it.</summary>
    private string? RefusalOf(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, string host)
    {
        if (!options.VerifyServers) return null;
        if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) != SslPolicyErrors.None)
            return $"the certificate of {host} is not to be trusted: {(chain is { ChainStatus.Length: > 0 } ? chain.ChainStatus[0].StatusInformation.Trim() : errors.ToString())}";
        if (CertificateNames.Proves(certificate, host, options.WildcardNames)) return null;
        return $"the certificate that {host} shows bears the names {string.Join(", ", CertificateNames.Of(certificate))}";
    }

    private SslServerAuthenticationOptions ServerOptions(TlsMaterial material, string serverName) => new()
    {
        ServerCertificateContext = ContextFor(material, serverName),
        EnabledSslProtocols = Versions,
        CipherSuitesPolicy = ForwardSecrecy.Policy,
        AllowRenegotiation = false,
        ClientCertificateRequired = options.ClientCertificates != ClientCertificates.NotAsked,
        CertificateChainPolicy = material.ClientTrust?.Clone(),
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = IsClientWelcome,
    };

    private static SslStreamCertificateContext ContextFor(TlsMaterial material, string serverName)
    {
        if (serverName.Length > 0)
        {
            foreach (ShownCertificate shown in material.Certificates)
            {
                if (shown.Certificate.MatchesHostname(serverName)) return shown.Context;
            }
        }

        return material.Certificates[0].Context;
    }

    private bool IsClientWelcome(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => options.ClientCertificates switch
    {
        ClientCertificates.NotAsked => true,
        ClientCertificates.Optional => certificate is null || errors == SslPolicyErrors.None,
        _ => certificate is not null && errors == SslPolicyErrors.None,
    };
}
