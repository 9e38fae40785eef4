using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorPbx.Cluster.Tests.RabbitMq;

/// <summary>An authority made for one run, and files with certificates from it and, for "stranger", from another.</summary>
internal sealed class TestCertificates
{
    private readonly string _folder;

    private TestCertificates(string folder) => _folder = folder;

    public string Authority => Path.Combine(_folder, "authority.pem");

    public string StrangeAuthority => Path.Combine(_folder, "strange-authority.pem");

    public (string Certificate, string Key) Of(string name) => (Path.Combine(_folder, $"{name}.pem"), Path.Combine(_folder, $"{name}.key"));

    public static TestCertificates Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = new TestCertificates(folder);
        using var authority = NewAuthority("Authority of the tests");
        using var strange = NewAuthority("Another authority");
        File.WriteAllText(files.Authority, authority.ExportCertificatePem());
        File.WriteAllText(files.StrangeAuthority, strange.ExportCertificatePem());
        files.Issue("broker", authority);
        files.Issue("guest", authority);
        files.Issue("stranger", strange);
        return files;
    }

    private static X509Certificate2 NewAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private void Issue(string name, X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var issued = request.Create(authority, authority.NotBefore, authority.NotAfter, RandomNumberGenerator.GetBytes(8));
        var (certificate, keyFile) = Of(name);
        File.WriteAllText(certificate, issued.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
    }
}
