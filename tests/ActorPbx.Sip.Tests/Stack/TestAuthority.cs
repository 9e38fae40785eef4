using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorPbx.Sip.Transport;

namespace ActorPbx.Sip.Tests.Stack;

/// <summary>A certificate authority of one test, with its files in a directory of its own.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sip-tls-").FullName;
    private readonly X509Certificate2 _root;

    public TestAuthority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test Authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File = Path.Combine(_directory, "authority.pem");
        System.IO.File.WriteAllText(File, _root.ExportCertificatePem());
    }

    public string File { get; }

    public X509Certificate2 Issue(string host) => Issue(host, names => names.AddDnsName(host));

    /// <summary>A certificate with this common name, and subject alternative names as the caller adds them.</summary>
    public X509Certificate2 Issue(string commonName, Action<SubjectAlternativeNameBuilder> addNames)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        addNames(names);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(_root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    public TlsCertificateFiles Files(string host)
    {
        using X509Certificate2 certificate = Issue(host);
        return Write(host, certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The same with an RSA key, for suites that need one.</summary>
    public TlsCertificateFiles RsaFiles(string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 issued = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        return Write($"{host}-rsa", issued.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private TlsCertificateFiles Write(string name, string certificate, string key)
    {
        var files = new TlsCertificateFiles(Path.Combine(_directory, $"{name}.pem"), Path.Combine(_directory, $"{name}.key"));
        System.IO.File.WriteAllText(files.CertificateFile, certificate);
        System.IO.File.WriteAllText(files.KeyFile, key);
        return files;
    }
}
