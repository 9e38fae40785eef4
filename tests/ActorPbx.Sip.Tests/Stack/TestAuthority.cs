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

    public X509Certificate2 Issue(string host)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(_root, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    public TlsCertificateFiles Files(string host)
    {
        using X509Certificate2 certificate = Issue(host);
        string certificateFile = Path.Combine(_directory, $"{host}.pem");
        string keyFile = Path.Combine(_directory, $"{host}.key");
        System.IO.File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(keyFile, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return new TlsCertificateFiles(certificateFile, keyFile);
    }

    public void Dispose()
    {
        _root.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
