using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ActorPbx.Sip.Transport;

/// <summary>A certificate that is shown, ready for handshakes.</summary>
internal sealed record ShownCertificate(X509Certificate2 Certificate, SslStreamCertificateContext Context);

/// <summary>What the files of a <see cref="TlsOptions"/> held when they were read. It never changes; new files make a new one.</summary>
internal sealed class TlsMaterial
{
    private readonly byte[] _digest;

    private TlsMaterial(ImmutableArray<ShownCertificate> certificates, X509ChainPolicy? clientTrust, X509ChainPolicy? serverTrust, byte[] digest) =>
        (Certificates, ClientTrust, ServerTrust, _digest) = (certificates, clientTrust, serverTrust, digest);

    public ImmutableArray<ShownCertificate> Certificates { get; }

    /// <summary>Null means the system's authorities.</summary>
    public X509ChainPolicy? ClientTrust { get; }

    /// <summary>Null means the system's authorities.</summary>
    public X509ChainPolicy? ServerTrust { get; }

    /// <summary>Reads the files. Gives back <paramref name="known"/> when they hold what it was made from.</summary>
    /// <exception cref="SipTransportException">One of them cannot be used; the text names it.</exception>
    public static TlsMaterial Read(TlsOptions options, TlsMaterial? known = null)
    {
        (string Certificate, string Key)[] pairs = [.. options.Certificates.Select(files => (Text(files.CertificateFile), Text(files.KeyFile)))];
        string? clients = options.ClientAuthoritiesFile is { } clientFile ? Text(clientFile) : null;
        string? servers = options.ServerAuthoritiesFile is { } serverFile ? Text(serverFile) : null;
        byte[] digest = Digest([.. pairs.SelectMany(pair => (string[])[pair.Certificate, pair.Key]), clients ?? "", servers ?? ""]);
        if (known is not null && digest.AsSpan().SequenceEqual(known._digest)) return known;
        var certificates = ImmutableArray.CreateBuilder<ShownCertificate>(pairs.Length);
        for (int i = 0; i < pairs.Length; i++) certificates.Add(Load(options.Certificates[i], pairs[i].Certificate, pairs[i].Key));
        return new TlsMaterial(certificates.MoveToImmutable(), Trust(options.ClientAuthoritiesFile, clients), Trust(options.ServerAuthoritiesFile, servers), digest);
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SipTransportException($"Cannot read {file}: {fault.Message}", fault);
        }
    }

    private static byte[] Digest(string[] texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }

        return hash.GetHashAndReset();
    }

    private static ShownCertificate Load(TlsCertificateFiles files, string certificateText, string keyText)
    {
        try
        {
            X509Certificate2 certificate = X509Certificate2.CreateFromPem(certificateText, keyText);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(certificateText);
            return new ShownCertificate(certificate, SslStreamCertificateContext.Create(certificate, chain, offline: true));
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new SipTransportException($"Cannot use the certificate {files.CertificateFile} with the key {files.KeyFile}: {fault.Message}", fault);
        }
    }

    private static X509ChainPolicy? Trust(string? file, string? text)
    {
        if (text is null) return null;
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPem(text);
            return policy;
        }
        catch (CryptographicException fault)
        {
            throw new SipTransportException($"Cannot use the trusted authorities {file}: {fault.Message}", fault);
        }
    }
}
