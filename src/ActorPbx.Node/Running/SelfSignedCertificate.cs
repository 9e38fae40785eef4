using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorPbx.Node.Running;

/// <summary>The certificate of a TLS listener that was given none: made at the first start and kept in the data directory.</summary>
public sealed record SelfSignedCertificate(string CertificateFile, string KeyFile, bool IsNew)
{
    private const int YearsValid = 10;
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(30);

    /// <summary>The certificate of the data directory; made anew when there is none, or when it ends soon.</summary>
    /// <exception cref="StartException">It cannot be written.</exception>
    public static SelfSignedCertificate Ensure(string directory, IEnumerable<string> names, TimeProvider clock)
    {
        var files = new SelfSignedCertificate(Path.Combine(directory, "self-signed.crt"), Path.Combine(directory, "self-signed.key"), IsNew: false);
        try
        {
            if (IsGood(files, clock))
            {
                return files;
            }

            Make(files, names, clock.GetUtcNow());
            return files with { IsNew = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"The certificate {files.CertificateFile} cannot be made: {e.Message}; name one with sip.listen's certificate and private-key.", e);
        }
    }

    private static bool IsGood(SelfSignedCertificate files, TimeProvider clock)
    {
        if (!File.Exists(files.CertificateFile) || !File.Exists(files.KeyFile))
        {
            return false;
        }

        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
            return certificate.NotAfter.ToUniversalTime() > clock.GetUtcNow() + Renewal;
        }
        catch (CryptographicException)
        {
            return false; // half written by a start that was cut off
        }
    }

    private static void Make(SelfSignedCertificate files, IEnumerable<string> names, DateTimeOffset now)
    {
        // P-256: every TLS stack of a telephone takes it.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Environment.MachineName}, O=ActorPbx self-signed", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], false));
        request.CertificateExtensions.Add(Names(names));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(YearsValid));
        Write(files.KeyFile, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write(files.CertificateFile, certificate.ExportCertificatePem(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    // RFC 5922 §7.1: a SIP domain is proven by a subjectAltName; the addresses let phones be told an IP address.
    private static X509Extension Names(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Append(Environment.MachineName).Append("localhost").Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (Uri.CheckHostName(name) == UriHostNameType.Dns)
            {
                builder.AddDnsName(name);
            }
        }

        foreach (var address in LocalAddresses())
        {
            builder.AddIpAddress(address);
        }

        return builder.Build();
    }

    private static IEnumerable<IPAddress> LocalAddresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(i => i.GetIPProperties().UnicastAddresses)
        .Select(a => a.Address)
        .Where(a => a.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !a.IsIPv6LinkLocal);

    private static void Write(string path, string text, UnixFileMode mode)
    {
        var fresh = path + ".new";
        File.Delete(fresh);
        using (var writer = new StreamWriter(new FileStream(
            fresh, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode })))
        {
            writer.Write(text);
            writer.Write('\n');
        }

        File.Move(fresh, path, overwrite: true);
    }
}
